using System.Globalization;

namespace Ota.Bench.Mqtt;

/// <summary>One run: which broker, with which generator, for how long.</summary>
internal sealed record RunContext(BrokerProcess Broker, LoadGenerator Generator, BenchCertificates Certificates, double Seconds, CancellationToken Stop)
{
    /// <summary>Longer than this no run takes.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(Seconds + 60);

    public string SecondsText => Seconds.ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text.Json;

namespace Ota.Bench.Ingest;

/// <summary>What a run of the load generator does. It travels to its process as JSON.</summary>
internal sealed record LoadPlan
{
    public required int Port { get; init; }

    /// <summary>Where the recorded trips are.</summary>
    public required string Recordings { get; init; }

    public required int Connections { get; init; }

    /// <summary>Messages of one connection that may wait for their acknowledgement.</summary>
    public required int Window { get; init; }

    /// <summary>Each connection speaks for so many vehicles in turn.</summary>
    public required int VehiclesEach { get; init; }

    public required double Seconds { get; init; }

    /// <summary>Before that, so long without measuring.</summary>
    public double WarmUp { get; init; }

    /// <summary>Messages a second, sent when they are due whatever was answered; 0: as many as the windows allow.</summary>
    public double Rate { get; init; }

    /// <summary>Names the senders' start, so that no run repeats another's numbers.</summary>
    public required string Boot { get; init; }

    /// <summary>A batch covers so much of a trip.</summary>
    public double BatchSeconds { get; init; } = 10;

    public static LoadPlan Read(string json) => JsonSerializer.Deserialize<LoadPlan>(json)!;

    public string Write() => JsonSerializer.Serialize(this);

    public UInt128 BootId() => UInt128.Parse(Boot, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>Spread over the whole space, as drawn ids are.</summary>
    public static UInt128 VehicleOf(int number) => (UInt128)(uint)(number + 1) * new UInt128(0x9e3779b97f4a7c15, 0xf39cc0605cedc835);
}

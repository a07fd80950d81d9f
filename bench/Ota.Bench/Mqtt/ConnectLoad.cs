namespace Ota.Bench.Mqtt;

/// <summary>Clients that connect and leave again.</summary>
internal sealed record ConnectLoad(int PerSecond)
{
    public bool IsTls { get; init; }

    /// <summary>With TLS sessions of earlier connections.</summary>
    public bool IsResumed { get; init; }

    public async Task<MqttSample> RunAsync(RunContext run)
    {
        int total = (int)Math.Ceiling(PerSecond * run.Seconds);
        List<string> arguments = ["conn", "--total", $"{total}", "--conc", "100", "--max-time", $"{run.Seconds + 40:F0}"];
        if (IsResumed)
            arguments.Add("--resume");
        return MqttSample.OfConnecting(await run.Generator.RunAsync(run, IsTls, arguments));
    }
}

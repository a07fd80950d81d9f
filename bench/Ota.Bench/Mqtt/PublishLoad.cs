namespace Ota.Bench.Mqtt;

/// <summary>A load of publishers, with one subscriber or without.</summary>
internal sealed record PublishLoad(int Qos, int Connections, int Size)
{
    // What may be on its way to the subscriber: enough to keep the broker busy, less than any broker's queue.
    private const int MostUndelivered = 4096;

    /// <summary>Messages that each connection sends ahead of their acknowledgements (QoS 1).</summary>
    public int Window { get; init; } = 1;

    /// <summary>
    /// Microseconds that the generator rests between two looks at its sockets. In streams it would otherwise wake for each single
    /// acknowledgement on loopback, and a broker that sends them one by one would pay for it; over a network it would not.
    /// </summary>
    public int Nap { get; init; }

    public string? Filter { get; init; }

    /// <summary>Messages a second of all connections; 0 is as many as they can.</summary>
    public int Rate { get; init; }

    public bool IsTls { get; init; }

    public async Task<MqttSample> RunAsync(RunContext run)
    {
        List<string> arguments =
        [
            "pub", "--qos", $"{Qos}", "--conns", $"{Connections}", "--size", $"{Size}", "--window", $"{Window}",
            "--duration", run.SecondsText, "--max-time", $"{run.Seconds + 20:F0}",
        ];
        if (Window == 1)
            arguments.AddRange(["--batch", "1"]);
        if (Nap > 0)
            arguments.AddRange(["--coalesce", $"{Nap}"]);
        if (Rate > 0)
            arguments.AddRange(["--rate", $"{Rate}"]);
        if (Filter is not null)
            arguments.AddRange(["--subs", "1", "--filter", Filter, "--e2e", $"{MostUndelivered}"]);
        MqttSample sample = MqttSample.OfPublishing(await run.Generator.RunAsync(run, IsTls, arguments));
        return sample.Figures[Figure.Rate] < Rate * 0.98 ? sample with { Remarks = [.. sample.Remarks, "rate not reached"] } : sample;
    }
}

using System.Text.Json;

namespace Ota.Bench.Ingest;

/// <summary>What a run of the load generator found. All messages that it sent were acknowledged, or it failed.</summary>
internal sealed record LoadReport
{
    /// <summary>All messages, those of the warm-up too, and the values in them.</summary>
    public required long Messages { get; init; }

    public required long Values { get; init; }

    public required long Bytes { get; init; }

    /// <summary>The same by connection.</summary>
    public required long[] ByConnection { get; init; }

    /// <summary>Acknowledged while it was measured.</summary>
    public required double MessagesPerSecond { get; init; }

    public required double ValuesPerSecond { get; init; }

    /// <summary>From the moment that a message is due to its acknowledgement, in milliseconds.</summary>
    public required double AckMedian { get; init; }

    public required double Ack99 { get; init; }

    public required double AckWorst { get; init; }

    /// <summary>Of its core: near 100 it is the generator that limits.</summary>
    public required double CpuPercent { get; init; }

    /// <summary>Seconds of CPU that the measured process took meanwhile.</summary>
    public double ServerCpu { get; init; }

    public static LoadReport Read(string json) => JsonSerializer.Deserialize<LoadReport>(json)!;

    public string Write() => JsonSerializer.Serialize(this);
}

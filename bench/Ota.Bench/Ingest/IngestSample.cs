namespace Ota.Bench.Ingest;

/// <summary>One run of one row.</summary>
internal sealed record IngestSample
{
    /// <summary>With full windows.</summary>
    public required double MessagesPerSecond { get; init; }

    public required double ValuesPerSecond { get; init; }

    /// <summary>Microseconds of the server's CPU for a message, at full load.</summary>
    public required double CpuMicros { get; init; }

    /// <summary>At 80 % of that, in milliseconds.</summary>
    public required double AckMedian { get; init; }

    public required double Ack99 { get; init; }

    public required double PeakMegabytes { get; init; }

    /// <summary>What the history has on disk for a message; what has not been packed yet included. 0 where nothing is stored.</summary>
    public double BytesPerMessage { get; init; }

    public IReadOnlyList<string> Remarks { get; init; } = [];
}

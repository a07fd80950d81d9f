namespace Ota.Simulator.Replay;

/// <summary>How often things go wrong: chances between 0 and 1.</summary>
internal sealed record FaultRates
{
    /// <summary>That a batch is published twice.</summary>
    public double Duplicates { get; init; } = 0.01;

    /// <summary>That a batch is overtaken by the next one.</summary>
    public double Reorders { get; init; } = 0.01;

    /// <summary>That the connection is cut right after a batch was handed to it.</summary>
    public double Disconnects { get; init; } = 0.005;

    /// <summary>That a batch begins a stretch without network, whose batches are buffered and sent later as history.</summary>
    public double Offline { get; init; } = 0.005;

    /// <summary>That a vehicle's clock is wrong: minutes off, not set, or in seconds.</summary>
    public double Skew { get; init; } = 0.05;

    public static FaultRates None { get; } = new() { Duplicates = 0, Reorders = 0, Disconnects = 0, Offline = 0, Skew = 0 };
}

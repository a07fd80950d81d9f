namespace Ota.Core.Telemetry.Batches;

/// <summary>What a batch says about itself. All times are the vehicle's, as it sent them.</summary>
public readonly record struct BatchHeader
{
    /// <summary>The version of the message that this code writes and the only one that it reads.</summary>
    public const int SchemaVersion = 1;

    /// <summary>The sender's start, which the counters belong to.</summary>
    public BootId BootId { get; init; }

    /// <summary>Which of the sender's counters.</summary>
    public uint Stream { get; init; }

    /// <summary>1, 2, 3, ... in the boot and stream.</summary>
    public ulong Seq { get; init; }

    /// <summary>The catalogue version that gives ids their meaning.</summary>
    public uint CatalogueVersion { get; init; }

    /// <summary>Unix milliseconds that the readings' times count from.</summary>
    public long CaptureMs { get; init; }

    /// <summary>The same moment in milliseconds since the sender's start; 0 if unknown.</summary>
    public ulong MonotonicMs { get; init; }

    /// <summary>Unix milliseconds when the batch was first handed to the network; 0 if unknown.</summary>
    public long SentMs { get; init; }

    /// <summary>How good the clock is.</summary>
    public ClockQuality ClockQuality { get; init; }

    /// <summary>Whether the batch was buffered while the vehicle was away.</summary>
    public bool Historical { get; init; }

    /// <summary>The collection campaign; 0: the default one.</summary>
    public uint Campaign { get; init; }

    /// <summary>The campaign's version.</summary>
    public uint CampaignVersion { get; init; }
}

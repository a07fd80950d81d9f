using Ota.Core.Telemetry.Batches;

namespace Ota.Core.Telemetry.TroubleCodes;

/// <summary>What a vehicle said about its trouble codes at one moment.</summary>
public sealed record TroubleCodeReport
{
    /// <summary>The sender's start.</summary>
    public required BootId BootId { get; init; }

    /// <summary>Where the report stands among those of this start.</summary>
    public required TroubleCodePosition Position { get; init; }

    /// <summary>When it was made, Unix milliseconds by our clock, as far as that can be known.</summary>
    public required long CapturedMs { get; init; }

    /// <summary>Whether the vehicle's clock says so; otherwise it is the time of receipt.</summary>
    public required bool IsTimeTrusted { get; init; }

    /// <summary>When it was received, Unix milliseconds.</summary>
    public required long ReceivedMs { get; init; }

    /// <summary>Whether it has all codes that are set, so that all others are cleared.</summary>
    public required bool IsFull { get; init; }

    /// <summary>What came and went, in order; of a full report its codes.</summary>
    public required IReadOnlyList<TroubleCodeChange> Changes { get; init; }
}

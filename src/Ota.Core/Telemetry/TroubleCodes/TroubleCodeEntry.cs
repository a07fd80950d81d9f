namespace Ota.Core.Telemetry.TroubleCodes;

/// <summary>A trouble code with what the vehicle said about it.</summary>
public sealed record TroubleCodeEntry
{
    /// <summary>The control unit, by its id in the inventory.</summary>
    public required string Ecu { get; init; }

    /// <summary>The code.</summary>
    public required TroubleCode Code { get; init; }

    /// <summary>The status byte; null for formats that have none.</summary>
    public UdsStatus? Status { get; init; }

    /// <summary>How often it occurred; 0 if unknown.</summary>
    public uint Occurrences { get; init; }

    /// <summary>First time, Unix milliseconds by the vehicle's clock; 0 if unknown.</summary>
    public long FirstMs { get; init; }

    /// <summary>Last time; 0 if unknown.</summary>
    public long LastMs { get; init; }

    /// <summary>The odometer at the last time, metres; null if unknown.</summary>
    public uint? OdometerM { get; init; }

    /// <summary>Names the freeze frame that the vehicle keeps; empty if there is none.</summary>
    public string FreezeFrame { get; init; } = "";

    /// <summary>
    /// Whether it counts as a fault of the vehicle: confirmed, where the format tells; a code without status is reported because it is.
    /// </summary>
    public bool IsConfirmed => Status is not { } status || (status & UdsStatus.Confirmed) != 0;

    // The code's text has the format's own shape, and leaves out what does not belong to the fault.
    internal (string Ecu, string Code) Fault => (Ecu, $"{Code.Format} {Code.Text}");

    /// <summary>Whether it is the same fault of the same control unit, whatever its counters say.</summary>
    public bool IsSameFault(TroubleCodeEntry other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Ecu == other.Ecu && Code.IsSameFault(other.Code);
    }
}

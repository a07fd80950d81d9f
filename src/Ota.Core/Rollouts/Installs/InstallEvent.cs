using Ota.Core.Rollouts.Failures;

namespace Ota.Core.Rollouts.Installs;

/// <summary>Something that happened to an install.</summary>
public abstract record InstallEvent
{
    private InstallEvent()
    {
    }

    /// <summary>The controller offers the bundle: Director targets are written with this event.</summary>
    /// <param name="Targets">What the ECUs shall run.</param>
    /// <param name="Nonce">32 hexadecimal digits for the inventory to repeat.</param>
    public sealed record Offered(IReadOnlyList<InstallTarget> Targets, string Nonce) : InstallEvent;

    /// <summary>It was this vehicle's turn, and it must not be offered what the rollout has.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record NotOffered(FailureReason Reason) : InstallEvent;

    /// <summary>The vehicle asked for its job, or anything else about it that is no report: it lives.</summary>
    /// <param name="Use">How much it was used; null if it did not say.</param>
    public sealed record Contacted(VehicleUse? Use) : InstallEvent;

    /// <summary>The vehicle reports.</summary>
    /// <param name="Report">What it says.</param>
    public sealed record Reported(VehicleReport Report) : InstallEvent;

    /// <summary>It was allowed to begin. Stored before the permit is given away, and the permit is given only if the step has no note, or is a repetition.</summary>
    /// <param name="Offer">Under which offer.</param>
    /// <param name="Until">The end of its permit.</param>
    public sealed record Permitted(int Offer, DateTimeOffset Until) : InstallEvent;

    /// <summary>A verified inventory came.</summary>
    /// <param name="Finding">What it shows.</param>
    /// <param name="NextNonce">The nonce for the next one, if this one used the present one up.</param>
    public sealed record Shown(InventoryFinding Finding, string NextNonce) : InstallEvent;

    /// <summary>A manifest for this install was refused: forged, replayed, foreign or partial.</summary>
    public sealed record ProofRefused : InstallEvent;

    /// <summary>A new fault showed.</summary>
    /// <param name="Code">Which, such as P0420, with the ECU in front of it.</param>
    public sealed record FaultSeen(string Code) : InstallEvent;

    /// <summary>A workshop says that the vehicle has the fix.</summary>
    /// <param name="Operator">Who wrote it down.</param>
    public sealed record Claimed(string Operator) : InstallEvent;

    /// <summary>An operator wants another attempt.</summary>
    /// <param name="Operator">Who.</param>
    public sealed record RetryWanted(string Operator) : InstallEvent;

    /// <summary>The rollout was revoked, halted for good or cancelled.</summary>
    public sealed record Revoked : InstallEvent;

    /// <summary>
    /// Another rollout takes the vehicle over. Changes nothing, which the note says, while the vehicle installs, may begin by a permit, is not
    /// consistent, or has been proven.
    /// </summary>
    /// <param name="By">The other rollout's id.</param>
    public sealed record Superseded(string By) : InstallEvent;

    /// <summary>The vehicle left service.</summary>
    /// <param name="Cause">scrapped, exported, stolen, ...</param>
    public sealed record Removed(string Cause) : InstallEvent;

    /// <summary><see cref="Install.Due"/> was reached, or the rollout's deadline.</summary>
    public sealed record TimePassed : InstallEvent;
}

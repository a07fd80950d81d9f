using Ota.Core.Rollouts.Failures;

namespace Ota.Core.Rollouts.Installs;

/// <summary>What a vehicle says of a job.</summary>
/// <param name="Position">Where the report stands among all.</param>
/// <param name="State">
/// One that a vehicle may say: Acknowledged to Committed, RolledBack, SafeDegraded, Inconsistent or Declined. Readers refuse any other.
/// </param>
public sealed record VehicleReport(ReportPosition Position, InstallState State)
{
    /// <summary>How far its ECUs are; those that are not named did not change.</summary>
    public IReadOnlyList<EcuProgress> Ecus { get; init; } = [];

    /// <summary>What went wrong; null if nothing did.</summary>
    public FailureReason? Reason { get; init; }

    /// <summary>What it waits for, by the names of the manifest's preconditions.</summary>
    public IReadOnlyList<string> Conditions { get; init; } = [];

    /// <summary>How often the driver has put it off.</summary>
    public int Postponed { get; init; }

    /// <summary>Its user was told what will be done; null if not.</summary>
    public UserTold? ToldBefore { get; init; }

    /// <summary>Its user was told how it ended; null if not.</summary>
    public UserTold? ToldAfter { get; init; }
}

using Ota.Payloads.V1;

namespace Ota.Simulator.Agent.Machine;

/// <summary>The job that a vehicle has, and how far it is.</summary>
internal sealed record AgentJob
{
    public required string Rollout { get; init; }

    public required uint Offer { get; init; }

    /// <summary>SHA-256 of the bundle's manifest, hexadecimal.</summary>
    public required string Bundle { get; init; }

    public required string ManifestPath { get; init; }

    /// <summary>Nothing is begun after this, Unix milliseconds of the backend's clock; 0 is never.</summary>
    public long ExpiresMs { get; init; }

    /// <summary>What the next manifest repeats, hexadecimal.</summary>
    public string Nonce { get; init; } = "";

    public bool WantsProof { get; init; }

    /// <summary>Nothing may be begun at present.</summary>
    public bool IsStopped { get; init; }

    public uint Attempt { get; init; } = 1;

    /// <summary>Counts what could be reported of this attempt.</summary>
    public ulong Seq { get; init; } = 1;

    /// <summary>The number of the last change of the whole vehicle: what is worth a report of its own. Those of ECUs go along.</summary>
    public ulong Milestone { get; init; } = 1;

    /// <summary>The last number that the backend answered.</summary>
    public ulong Told { get; init; }

    public JobState State { get; init; } = JobState.Acknowledged;

    public IReadOnlyList<JobEcu> Ecus { get; init; } = [];

    public FailureNote? Reason { get; init; }

    public IReadOnlyList<string> Conditions { get; init; } = [];

    public uint Postponed { get; init; }

    public UserNotice? ToldBefore { get; init; }

    public UserNotice? ToldAfter { get; init; }

    public bool HasConsent { get; init; }

    /// <summary>Something failed before the first commit: ECUs go back, the last one first.</summary>
    public bool IsGoingBack { get; init; }

    /// <summary>Whether every ECU that could not go back is in a declared state that is safe.</summary>
    public bool IsDegradedOnly { get; init; } = true;

    public int CommitFailures { get; init; }

    /// <summary>The backend has confirmed it.</summary>
    public bool IsProven { get; init; }

    /// <summary>The backend took the proof and was not convinced: another one only when it asks.</summary>
    public bool IsDisbelieved { get; init; }

    /// <summary>Whether something was begun that nothing takes back, and has not ended.</summary>
    public bool IsUnderWay => State is JobState.Installing or JobState.Rebooting or JobState.SelfTest;

    /// <summary>Whether the attempt has ended.</summary>
    public bool HasEnded =>
        State is JobState.Committed or JobState.RolledBack or JobState.SafeDegraded or JobState.Inconsistent or JobState.Declined;

    /// <summary>Whether the backend has answered everything that is worth a report of its own.</summary>
    public bool IsTold => Told >= Milestone;

    /// <summary>In the order of installing.</summary>
    public IEnumerable<JobEcu> InOrder => Ecus.OrderBy(ecu => ecu.Order);

    public AgentJob With(string serial, EcuJobState state, FailureNote? reason = null) => this with
    {
        Ecus = [.. Ecus.Select(ecu => ecu.Serial == serial ? ecu with { State = state, Reason = reason ?? ecu.Reason } : ecu)],
        Seq = Seq + 1,
    };

    /// <summary>Another state of the whole vehicle, which is worth a report.</summary>
    public AgentJob To(JobState state) => this with { State = state, Seq = Seq + 1, Milestone = Seq + 1 };
}

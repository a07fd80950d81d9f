namespace Ota.Simulator.Agent.Machine;

/// <summary>What a vehicle sees when it decides; nothing of it is kept.</summary>
internal sealed record AgentInputs
{
    public bool HasContact { get; init; }

    /// <summary>Whether the backend should be asked for the job: after a birth, a hint, once a day.</summary>
    public bool IsAskDue { get; init; }

    /// <summary>Whether a report may be sent: not right after one that nobody answered. The same for the next ones.</summary>
    public bool IsTellDue { get; init; } = true;

    public bool IsProofDue { get; init; } = true;

    public bool IsStartDue { get; init; } = true;

    public bool IsPrepareDue { get; init; } = true;

    public bool IsDownloadDue { get; init; } = true;

    public bool IsDriverDue { get; init; } = true;

    /// <summary>Whether the backend wants another attempt, and its pause is over.</summary>
    public bool IsRetryDue { get; init; }

    public Leave Leave { get; init; }

    /// <summary>Whether the job's time is over, by the backend's clock.</summary>
    public bool IsExpired { get; init; }

    /// <summary>The preconditions that do not hold.</summary>
    public IReadOnlyList<string> Unmet { get; init; } = [];
}

using Ota.Core.Rollouts.Installs;
using Ota.Server.Rollouts.Planning;

namespace Ota.Server.Rollouts;

/// <summary>What is shown of one rollout and not in lists.</summary>
internal sealed record RolloutDetails
{
    /// <summary>Vehicles on each work list that are past their date.</summary>
    public IReadOnlyDictionary<WorkList, long> Overdue { get; init; } = new Dictionary<WorkList, long>();

    /// <summary>Offers and proofs lately.</summary>
    public required V1.Rates Rates { get; init; }

    /// <summary>The one that waits for approval; null if none.</summary>
    public AmendmentRow? Amendment { get; init; }

    public IReadOnlyList<ApprovalRow> Approvals { get; init; } = [];

    /// <summary>The newest last.</summary>
    public IReadOnlyList<RolloutEventRow> Events { get; init; } = [];
}

namespace Ota.Core.Bundles.Manifests;

/// <summary>The assessment that is made and kept before an update is released (UN R156, 7.1.1.8 to 7.1.1.10 and 7.1.2.5).</summary>
public sealed record Dossier
{
    /// <summary>What the update is for.</summary>
    public required string Purpose { get; init; }

    /// <summary>Which systems or functions it may affect.</summary>
    public required IReadOnlyList<string> AffectedSystems { get; init; }

    /// <summary>Which of these are type approved.</summary>
    public IReadOnlyList<string> TypeApprovedSystems { get; init; } = [];

    /// <summary>Whether they still fulfil what their approval asks.</summary>
    public required Assessment AffectsRequirements { get; init; }

    /// <summary>Whether a parameter of an approval changes.</summary>
    public required Assessment AffectsParameters { get; init; }

    /// <summary>Whether safety depends on it.</summary>
    public required Assessment SafetyRelevant { get; init; }

    /// <summary>Whether an approval was asked for.</summary>
    public required ApprovalState Approval { get; init; }

    /// <summary>Where the approval or the request for it is kept; empty if there is none.</summary>
    public string ApprovalReference { get; init; } = "";

    /// <summary>How the update is carried out, and under which conditions.</summary>
    public required string Execution { get; init; }

    /// <summary>Where it is shown that the update is carried out safely and securely.</summary>
    public required IReadOnlyList<string> SafetyEvidence { get; init; }

    /// <summary>Where it is shown that verification and validation were passed.</summary>
    public required IReadOnlyList<string> Verification { get; init; }
}

using Ota.Core.Bundles.Manifests;

namespace Ota.Core.Rollouts.Reports;

/// <summary>What a report says of what was rolled out, and to whom.</summary>
/// <param name="BundleTitle">Title and version.</param>
public sealed record ReportSubject(string BundleTitle)
{
    /// <summary>How the population was chosen: the filter, or <c>list</c>; empty if that is not known.</summary>
    public string Selection { get; init; } = "";

    /// <summary>RX software identification numbers that change (UN R156, 7.1.1.3).</summary>
    public IReadOnlyList<RxswinChange> Rxswins { get; init; } = [];

    /// <summary>The assessment before release (UN R156, 7.1.2.5); null if it is not known any more.</summary>
    public Dossier? Dossier { get; init; }
}

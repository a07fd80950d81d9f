using Ota.Core.Bundles.Metadata;

namespace Ota.Server.Bundles.Repository;

/// <summary>What a change does to a targets file. It is data, so that it can be done again on top of a newer version.</summary>
internal sealed record TargetsEdit
{
    /// <summary>Images that come in. A path that ever had other content makes the change impossible.</summary>
    public IReadOnlyDictionary<TargetPath, TargetEntry> Add { get; init; } = new Dictionary<TargetPath, TargetEntry>();

    /// <summary>Images that go; one that is not there is passed over.</summary>
    public IReadOnlyList<TargetPath> Remove { get; init; } = [];

    /// <summary>Roles that images are delegated to, beside those that there are or in the place of those with their names.</summary>
    public Delegations? Delegate { get; init; }

    /// <summary>A role that nothing is delegated to any more.</summary>
    public RoleName? EndDelegation { get; init; }
}

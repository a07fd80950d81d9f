using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Tests.Bundles.Keys;
using Ota.Core.Vehicles;

namespace Ota.Core.Tests.Bundles;

/// <summary>A delegated role of a test, with the file that it signs.</summary>
internal sealed class TestDelegation(string name, params string[] patterns)
{
    public RoleName Delegator { get; init; } = RoleName.Targets;

    public long Version { get; set; } = 1;

    public DateTimeOffset Expires { get; set; } = TestRepository.Now.AddYears(1);

    public bool Terminating { get; init; }

    public IReadOnlyList<HardwareId> HardwareIds { get; init; } = [];

    public IReadOnlyList<string> Prefixes { get; init; } = [];

    public Dictionary<TargetPath, TargetEntry> Targets { get; } = [];

    /// <summary>The keys that the delegator names.</summary>
    public LocalSigner[] Listed { get; init; } = [TestKeys.P256(name)];

    /// <summary>Who signs the file.</summary>
    public LocalSigner[] Signers { get; set; } = [TestKeys.P256(name)];

    public DelegatedRole Role => new(
        TestRepository.Role(name), new RoleKeys([.. Listed.Select(signer => signer.Key.Id)], Listed.Length), Terminating)
    {
        Paths = [.. patterns.Select(pattern => PathPattern.TryParse(pattern)!)],
        PathHashPrefixes = Prefixes,
        HardwareIds = HardwareIds,
    };
}

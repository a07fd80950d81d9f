using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Tests.Bundles.Keys;

namespace Ota.Core.Tests.Bundles;

/// <summary>A repository that a test fills, publishes and spoils. Keys are on P-256 unless a test says otherwise.</summary>
internal sealed class TestRepository
{
    /// <summary>The time of the tests; everything expires a year later unless told otherwise.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The published files by name.</summary>
    public Dictionary<string, byte[]> Files { get; } = [];

    /// <summary>Who signs for each role now.</summary>
    public Dictionary<MetadataRole, LocalSigner[]> Signers { get; } = Enum.GetValues<MetadataRole>()
        .ToDictionary(role => role, role => new[] { TestKeys.P256($"{role} 1"), TestKeys.P256($"{role} 2") });

    public Dictionary<MetadataRole, int> Thresholds { get; } = new()
    {
        [MetadataRole.Root] = 2,
        [MetadataRole.Timestamp] = 1,
        [MetadataRole.Snapshot] = 1,
        [MetadataRole.Targets] = 2,
    };

    public Dictionary<MetadataRole, DateTimeOffset> Expires { get; } = Enum.GetValues<MetadataRole>().ToDictionary(role => role, _ => Now.AddYears(1));

    public Dictionary<MetadataRole, long> Versions { get; } = Enum.GetValues<MetadataRole>().ToDictionary(role => role, _ => 0L);

    public Dictionary<TargetPath, TargetEntry> Targets { get; } = [];

    public List<TestDelegation> Delegations { get; } = [];

    /// <summary>Members of targets beside those of TUF.</summary>
    public JsonObject Extra { get; set; } = JsonObject.Empty;

    /// <summary>Whether the snapshot says length and hashes, as it may.</summary>
    public bool SnapshotHasHashes { get; set; } = true;

    /// <summary>Changes the snapshot's list before it is signed.</summary>
    public Action<Dictionary<string, FileReference>> ListChange { get; set; } = _ => { };

    public byte[] Root => Files[RepositoryFiles.Root(Versions[MetadataRole.Root])];

    /// <summary>A repository with a first root and content.</summary>
    public static TestRepository Published()
    {
        TestRepository made = new();
        made.Targets[Path("gw/fw-1.0.bin")] = Entry("gateway");
        made.PublishRoot();
        made.PublishContent();
        return made;
    }

    public static TargetPath Path(string text) => TargetPath.TryParse(text)!.Value;

    public static RoleName Role(string text) => RoleName.TryParse(text)!.Value;

    public static TargetEntry Entry(string content, JsonObject? custom = null) =>
        new(content.Length, FileHashes.Of(System.Text.Encoding.UTF8.GetBytes(content)), custom);

    /// <summary>The next root, signed by the present signers and others, such as those before.</summary>
    public void PublishRoot(params IEnumerable<ISigner> others)
    {
        RootMetadata root = new()
        {
            Version = ++Versions[MetadataRole.Root],
            Expires = Expires[MetadataRole.Root],
            Keys = Signers.Values.SelectMany(signers => signers).Select(signer => signer.Key).DistinctBy(key => key.Id).ToDictionary(key => key.Id),
            Roles = Signers.ToDictionary(role => role.Key, role => new RoleKeys([.. role.Value.Select(signer => signer.Key.Id)], Thresholds[role.Key])),
        };
        Files[RepositoryFiles.Root(root.Version)] = Sign(root, [.. Signers[MetadataRole.Root], .. others]);
    }

    /// <summary>The next targets, snapshot and timestamp.</summary>
    public void PublishContent()
    {
        PublishTargets();
        PublishSnapshot();
        PublishTimestamp();
    }

    public void PublishTargets()
    {
        TargetsMetadata targets = new()
        {
            Version = ++Versions[MetadataRole.Targets],
            Expires = Expires[MetadataRole.Targets],
            Targets = Targets,
            Delegations = DelegationsOf(RoleName.Targets),
            Extra = Extra,
        };
        Files[RepositoryFiles.Targets(targets.Version, RoleName.Targets)] = Sign(targets, Signers[MetadataRole.Targets]);
        foreach (TestDelegation delegation in Delegations)
        {
            TargetsMetadata delegated = new()
            {
                Version = delegation.Version,
                Expires = delegation.Expires,
                Targets = delegation.Targets,
                Delegations = DelegationsOf(delegation.Role.Name),
            };
            Files[RepositoryFiles.Targets(delegation.Version, delegation.Role.Name)] = Sign(delegated, delegation.Signers);
        }
    }

    public void PublishSnapshot()
    {
        Dictionary<string, FileReference> list = new() { ["targets.json"] = ReferTo(Versions[MetadataRole.Targets], RoleName.Targets) };
        foreach (TestDelegation one in Delegations) list[one.Role.Name.FileName] = ReferTo(one.Version, one.Role.Name);
        ListChange(list);
        SnapshotMetadata snapshot = new() { Version = ++Versions[MetadataRole.Snapshot], Expires = Expires[MetadataRole.Snapshot], Files = list };
        Files[RepositoryFiles.Snapshot(snapshot.Version)] = Sign(snapshot, Signers[MetadataRole.Snapshot]);
    }

    public void PublishTimestamp()
    {
        long snapshot = Versions[MetadataRole.Snapshot];
        TimestampMetadata timestamp = new()
        {
            Version = ++Versions[MetadataRole.Timestamp],
            Expires = Expires[MetadataRole.Timestamp],
            Snapshot = FileReference.To(snapshot, Files[RepositoryFiles.Snapshot(snapshot)]),
        };
        Files[RepositoryFiles.Timestamp] = Sign(timestamp, Signers[MetadataRole.Timestamp]);
    }

    public static byte[] Sign(RoleMetadata metadata, params IEnumerable<ISigner> signers) =>
        MetadataDraft.Of(metadata, MetadataDialect.Tuf).SignedBy(signers).ToBytes();

    private FileReference ReferTo(long version, RoleName role) => SnapshotHasHashes
        ? FileReference.To(version, Files[RepositoryFiles.Targets(version, role)])
        : new FileReference(version, null, null);

    private Delegations? DelegationsOf(RoleName delegator)
    {
        TestDelegation[] made = [.. Delegations.Where(one => one.Delegator == delegator)];
        return made.Length == 0
            ? null
            : new Delegations(made.SelectMany(one => one.Listed).Select(key => key.Key).DistinctBy(key => key.Id).ToDictionary(key => key.Id), [.. made.Select(one => one.Role)]);
    }
}

using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Bundles.Verification;
using Ota.Core.Tests.Bundles.Keys;

namespace Ota.Core.Tests.Bundles.Peers;

/// <summary>What a repository may do, and what is done to it. The peer goes by the clock of the machine, so expiries are far from now.</summary>
internal static class PeerScenarios
{
    public const string Gateway = "gw/fw-1.0.bin";
    public const string Brake = "brake/fw-2.0.bin";
    public const string Foreign = "foreign/fw-3.0.bin";

    private static readonly DateTimeOffset Future = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Past = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<PeerScenario> All { get; } =
    [
        new("nothing new", null, "", _ => { }),
        new("new content", null, "", one => one.PublishContent()),
        new("another scheme for each role", null, "", Rotate),
        new("a root by the old keys alone", RefusalReason.BelowThreshold, "*root was signed by 0/2 keys*", one => RootBy(one, old: true, fresh: false)),
        new("a root by the new keys alone", RefusalReason.BelowThreshold, "*root was signed by 0/2 keys*", one => RootBy(one, old: false, fresh: true)),
        new("a root by both", null, "", one => RootBy(one, old: true, fresh: true)),
        new("a root that skips a version", RefusalReason.Mismatch, "*Expected version 2, got 3*", one =>
        {
            one.Versions[MetadataRole.Root]++;
            one.PublishRoot();
            one.Files["2.root.json"] = one.Files["3.root.json"];
        }),
        new("an expired root", RefusalReason.Expired, "*root.json is expired*", one =>
        {
            one.Expires[MetadataRole.Root] = Past;
            one.PublishRoot();
        }),
        new("an expired root before a good one", null, "", one =>
        {
            one.Expires[MetadataRole.Root] = Past;
            one.PublishRoot();
            one.Expires[MetadataRole.Root] = Future;
            one.PublishRoot();
        }),
        new("an expired timestamp", RefusalReason.Expired, "*timestamp.json is expired*", one => Expire(one, MetadataRole.Timestamp)),
        new("an expired snapshot", RefusalReason.Expired, "*snapshot.json is expired*", one => Expire(one, MetadataRole.Snapshot)),
        new("expired targets", RefusalReason.Expired, "*targets.json is expired*", one => Expire(one, MetadataRole.Targets)),
        new("an expired delegated role", RefusalReason.Expired, "*supplier.json is expired*", one =>
        {
            one.Delegations[0].Expires = Past;
            NewDelegated(one);
        }),
        new("an older timestamp", RefusalReason.Rollback, "*timestamp version 1 is less than current version 2*", one =>
        {
            one.Versions[MetadataRole.Timestamp] = 0;
            one.PublishTimestamp();
        }),
        new("an older snapshot", RefusalReason.Rollback, "*snapshot version 1 is less than current version 2*", one =>
        {
            one.Versions[MetadataRole.Snapshot] = 0;
            one.PublishSnapshot();
            one.PublishTimestamp();
        }),
        new("older targets in a newer snapshot", RefusalReason.Rollback, "*version 1 of targets.json is less than current version 2*", one =>
        {
            one.Versions[MetadataRole.Targets] = 1;
            one.PublishSnapshot();
            one.PublishTimestamp();
        }),
        new("a delegated role no longer listed", RefusalReason.Rollback, "*Missing file supplier.json*", one =>
        {
            one.ListChange = list => list.Remove("supplier.json");
            one.PublishContent();
        }),
        new("lower versions after new keys", null, "", one =>
        {
            one.Signers[MetadataRole.Timestamp] = [TestKeys.P256("peer timestamp")];
            one.Signers[MetadataRole.Snapshot] = [TestKeys.P256("peer snapshot")];
            one.PublishRoot();
            one.Versions[MetadataRole.Timestamp] = one.Versions[MetadataRole.Snapshot] = 0;
            one.PublishSnapshot();
            one.PublishTimestamp();
        }),
        new("mixed targets", RefusalReason.Mismatch, "*Unable to load targets*", one =>
        {
            one.PublishContent();
            one.Files["3.targets.json"] = one.Files["2.targets.json"];
        }),
        new("mixed targets where no hashes are listed", RefusalReason.Mismatch, "*Version 2 of targets does not match snapshot version 3*", one =>
        {
            one.SnapshotHasHashes = false;
            one.PublishContent();
            one.Files["3.targets.json"] = one.Files["2.targets.json"];
        }),
        new("targets below the threshold", RefusalReason.BelowThreshold, "*targets was signed by 1/2 keys*", one =>
        {
            one.Signers[MetadataRole.Targets] = [TestKeys.P256("Targets 1"), TestKeys.P256("nobody")];
            one.PublishContent();
        }),
        new("a snapshot by the timestamp's key", RefusalReason.BelowThreshold, "*snapshot was signed by 0/1 keys*", one =>
        {
            one.Signers[MetadataRole.Snapshot] = one.Signers[MetadataRole.Timestamp];
            one.PublishContent();
        }),
        new("a delegated role by somebody else", RefusalReason.BelowThreshold, "*supplier was signed by 0/1 keys*", one =>
        {
            one.Delegations[0].Signers = [TestKeys.P256("nobody")];
            NewDelegated(one);
        }),
        new("a changed byte in the timestamp", RefusalReason.BelowThreshold, "*timestamp was signed by 0/1 keys*", one =>
        {
            one.PublishContent();
            byte[] file = one.Files["timestamp.json"];
            file[file.AsSpan().IndexOf("\"expires\":\"2"u8) + "\"expires\":\"2"u8.Length] ^= 1;
        }),
        new("no timestamp", RefusalReason.Missing, "*Failed to download*", one => one.Files.Remove("timestamp.json")),
    ];

    /// <summary>What each scenario begins with: two versions of everything, one delegation that may not describe all that it does.</summary>
    public static TestRepository Begin()
    {
        TestRepository made = new();
        foreach (MetadataRole role in made.Expires.Keys) made.Expires[role] = Future;
        made.Targets[TestRepository.Path(Gateway)] = TestRepository.Entry(ContentOf(Gateway));
        TestDelegation supplier = new("supplier", "brake/*") { Expires = Future };
        supplier.Targets[TestRepository.Path(Brake)] = TestRepository.Entry(ContentOf(Brake));
        supplier.Targets[TestRepository.Path(Foreign)] = TestRepository.Entry(ContentOf(Foreign));
        made.Delegations.Add(supplier);
        made.PublishRoot();
        made.PublishContent();
        made.PublishContent();
        return made;
    }

    public static string ContentOf(string image) => $"what {image} holds";

    // Every key changes and the threshold of the root goes from 2 to 3; all three schemes come in.
    private static void Rotate(TestRepository one)
    {
        LocalSigner[] old = one.Signers[MetadataRole.Root];
        one.Signers[MetadataRole.Root] = [TestKeys.Rsa(2048), TestKeys.Rsa(3072), TestKeys.Ed25519("peer")];
        one.Thresholds[MetadataRole.Root] = 3;
        one.Signers[MetadataRole.Targets] = [TestKeys.Rsa(4096), TestKeys.Ed25519("peer targets")];
        one.Signers[MetadataRole.Snapshot] = [TestKeys.Ed25519("peer snapshot")];
        one.Signers[MetadataRole.Timestamp] = [TestKeys.P256("peer timestamp")];
        one.PublishRoot(old);
        one.PublishContent();
    }

    private static void RootBy(TestRepository one, bool old, bool fresh)
    {
        LocalSigner[] before = one.Signers[MetadataRole.Root];
        LocalSigner[] after = [TestKeys.P256("peer root 1"), TestKeys.P256("peer root 2")];
        one.Signers[MetadataRole.Root] = after;
        one.PublishRoot();
        RoleMetadata root = MetadataDecoder.TryDecode(
            SignedEnvelope.TryRead(one.Root, MetadataRole.Root, MetadataDialect.Tuf, MetadataLimits.Default, out _)!.Signed,
            MetadataRole.Root,
            MetadataDialect.Tuf,
            out _)!;
        one.Files["2.root.json"] = TestRepository.Sign(root, (old ? before : []).Concat(fresh ? after : []));
    }

    private static void Expire(TestRepository one, MetadataRole role)
    {
        one.Expires[role] = Past;
        one.PublishContent();
    }

    private static void NewDelegated(TestRepository one)
    {
        one.Delegations[0].Version++;
        one.PublishContent();
    }
}

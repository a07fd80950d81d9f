using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Bundles.Verification;
using Ota.Core.Tests.Bundles.Keys;
using Ota.Core.Vehicles;

namespace Ota.Core.Tests.Bundles.Metadata;

public sealed class EncodingTests
{
    private static readonly DateTimeOffset Expires = TestRepository.Now.AddDays(30);

    private static readonly TufKey Key = TestKeys.P256("a").Key;

    private static readonly RoleKeys One = new([Key.Id], 1);

    public static TheoryData<string> Metadata => [.. Examples().Keys];

    [Theory]
    [MemberData(nameof(Metadata))]
    public void What_is_decoded_encodes_to_the_same_document(string name)
    {
        RoleMetadata metadata = Examples()[name];
        JsonObject encoded = MetadataEncoder.Encode(metadata, MetadataDialect.Tuf);
        RoleMetadata? decoded = MetadataDecoder.TryDecode(encoded, metadata.Role, MetadataDialect.Tuf, out string? problem);
        problem.Should().BeNull();
        decoded!.GetType().Should().Be(metadata.GetType());
        MetadataEncoder.Encode(decoded, MetadataDialect.Tuf).Should().Be(encoded);
        (decoded.Version, decoded.Expires).Should().Be((metadata.Version, metadata.Expires));
    }

    [Fact]
    public void A_timestamp_is_written_as_TUF_has_it()
    {
        JsonObject encoded = MetadataEncoder.Encode(Examples()["timestamp"], MetadataDialect.Tuf);
        System.Text.Encoding.UTF8.GetString(PublishedJson.Encode(encoded)).Should().Be(
            """{"_type":"timestamp","expires":"2026-12-22T12:00:00Z","meta":{"snapshot.json":{"hashes":{"sha256":"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"},"length":1,"version":7}},"spec_version":"1.0.31","version":3}""");
    }

    [Fact]
    public void A_file_keeps_what_the_model_does_not_know()
    {
        TrustedSet set = TestClient.Trusted(TestRepository.Published());
        JsonObject signed = set.Timestamp!.Envelope.Signed.With([new("later", JsonObject.Of(("x", new JsonInteger(1))))]);
        byte[] bytes = TestKeys.P256("Timestamp 1").Sign(CanonicalJson.Encode(signed)).Value;
        JsonObject envelope = JsonObject.Of(
            ("signatures", new JsonArray([MetadataDialect.Tuf.WriteSignature(new(TestKeys.P256("Timestamp 1").Key.Id, bytes))])), ("signed", signed));
        SignedEnvelope read = SignedEnvelope.TryRead(
            PublishedJson.Encode(envelope), MetadataRole.Timestamp, MetadataDialect.Tuf, MetadataLimits.Default, out _)!;
        read.Count(set.Root.Metadata.RingOf(MetadataRole.Timestamp)).Valid.Should().Be(1);
        MetadataDecoder.TryDecode(read.Signed, MetadataRole.Timestamp, MetadataDialect.Tuf, out _)!.Extra["later"].Should().NotBeNull();
        MetadataDraft.Of(read, MetadataDialect.Tuf).ToBytes().Should().Equal(PublishedJson.Encode(envelope));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("\u007f\"quoted\\\"")]
    [InlineData("a line\nand another")]
    [InlineData("Größe")]
    public void A_file_is_the_published_form_of_its_document_whatever_it_says(string text)
    {
        RoleMetadata metadata = Examples()["timestamp"] with { Extra = JsonObject.Of(("note", new JsonText(text))) };
        byte[] file = MetadataDraft.Of(metadata, MetadataDialect.Tuf).SignedBy(TestKeys.P256("a"), TestKeys.P256("b")).ToBytes();
        JsonValue document = StrictJson.TryRead(file, new JsonLimits(), out string? problem)!;
        problem.Should().BeNull();
        file.Should().Equal(PublishedJson.Encode(document));
        ((JsonObject)document)["signed"].Should().Be(MetadataEncoder.Encode(metadata, MetadataDialect.Tuf));
    }

    [Fact]
    public void Signatures_may_come_one_by_one_and_in_any_order()
    {
        LocalSigner one = TestKeys.P256("a"), two = TestKeys.P256("b");
        MetadataDraft draft = MetadataDraft.Of(Examples()["timestamp"], MetadataDialect.Tuf);
        KeySignature first = one.Sign(draft.BytesToSign.ToArray()), second = two.Sign(draft.BytesToSign.ToArray());
        byte[] file = draft.With(first).With(second).ToBytes();
        draft.With(second).With(first).With(first).ToBytes().Should().Equal(file);
        Dictionary<KeyId, TufKey> keys = new() { [one.Key.Id] = one.Key, [two.Key.Id] = two.Key };
        KeyRing ring = new(keys, new RoleKeys([.. keys.Keys], 2));
        draft.With(first).Count(ring).IsMet.Should().BeFalse();
        draft.With(first).With(second).Count(ring).IsMet.Should().BeTrue();
    }

    [Fact]
    public void What_no_client_could_live_with_is_not_published()
    {
        RootMetadata root = (RootMetadata)Examples()["root"];
        TargetsMetadata targets = (TargetsMetadata)Examples()["targets"];
        DelegatedRole role = targets.Delegations!.Roles[0];
        Refused(root with { Version = 0 });
        Refused(root with { Version = RoleMetadata.MaxVersion + 1 });
        Refused(root with { Expires = Expires.AddMilliseconds(1) });
        Refused(WithRole(One with { Threshold = 0 }));
        Refused(WithRole(One with { Threshold = 2 }));
        Refused(WithRole(new RoleKeys([Key.Id, Key.Id], 1)));
        Refused(WithRole(new RoleKeys([TestKeys.P256("unlisted").Key.Id], 1)));
        Refused(root with { Roles = root.Roles.Where(one => one.Key != MetadataRole.Snapshot).ToDictionary() });
        Refused(root with { Extra = JsonObject.Of(("version", new JsonInteger(1))) });
        Refused(targets with { Delegations = targets.Delegations with { Roles = [role with { Paths = [] }] } });
        Refused(targets with { Delegations = targets.Delegations with { Roles = [role with { PathHashPrefixes = ["0"] }] } });
        Refused(targets with { Delegations = targets.Delegations with { Keys = new Dictionary<KeyId, TufKey>() } });

        RootMetadata WithRole(RoleKeys keys) => root with { Roles = new Dictionary<MetadataRole, RoleKeys>(root.Roles) { [MetadataRole.Targets] = keys } };

        static void Refused(RoleMetadata metadata) =>
            FluentActions.Invoking(() => MetadataEncoder.Encode(metadata, MetadataDialect.Tuf)).Should().Throw<ArgumentException>();
    }

    private static Dictionary<string, RoleMetadata> Examples()
    {
        FileHashes hashes = FileHashes.Of("x"u8);
        return new()
        {
            ["root"] = new RootMetadata
            {
                Version = 1,
                Expires = Expires,
                Keys = new Dictionary<KeyId, TufKey> { [Key.Id] = Key },
                Roles = Enum.GetValues<MetadataRole>().ToDictionary(role => role, _ => One),
                Extra = JsonObject.Of(("x-note", new JsonText("é"))),
            },
            ["timestamp"] = new TimestampMetadata { Version = 3, Expires = Expires, Snapshot = FileReference.To(7, "x"u8) },
            ["snapshot"] = new SnapshotMetadata
            {
                Version = 7,
                Expires = Expires,
                Files = new Dictionary<string, FileReference> { ["targets.json"] = new(1, null, null), ["a.json"] = new(2, 5, hashes) },
            },
            ["targets"] = new TargetsMetadata
            {
                Version = 2,
                Expires = Expires,
                Targets = new Dictionary<TargetPath, TargetEntry>
                {
                    [TestRepository.Path("a/b")] = new(1, hashes, null),
                    [TestRepository.Path("c")] = new(0, FileHashes.Sha256Of([]), new ImageCustom([HardwareId.TryParse("gw")!], 4).ToJson()),
                },
                Delegations = new Delegations(
                    new Dictionary<KeyId, TufKey> { [Key.Id] = Key },
                    [
                        new DelegatedRole(TestRepository.Role("a"), One, true) { Paths = [PathPattern.TryParse("a/*")!], HardwareIds = [HardwareId.TryParse("gw")!] },
                        new DelegatedRole(TestRepository.Role("b"), One, false) { PathHashPrefixes = ["0f", "1"] },
                    ]),
                Extra = JsonObject.Of(("vid", new JsonText("v"))),
            },
            ["empty targets"] = new TargetsMetadata { Version = 1, Expires = Expires, Targets = new Dictionary<TargetPath, TargetEntry>() },
        };
    }
}

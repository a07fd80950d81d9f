using System.Text;
using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Tests.Bundles.Keys;

namespace Ota.Core.Tests.Bundles.Metadata;

/// <summary>Signed parts with one thing wrong each. {id} is a key id, {key} its key.</summary>
public sealed class MalformedTests
{
    private const string Head = "\"_type\":\"ROLE\",\"spec_version\":\"1.0.31\",\"version\":1,\"expires\":\"2026-12-01T00:00:00Z\"";
    private const string Hash = "\"hashes\":{\"sha256\":\"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881\"}";
    private const string Role = "{\"keyids\":[\"{id}\"],\"threshold\":1}";
    private const string Delegation = "\"name\":\"a\",\"keyids\":[\"{id}\"],\"threshold\":1,\"terminating\":false,\"paths\":[\"a/*\"]";
    private const string Root = Head + ",\"consistent_snapshot\":true,\"keys\":{\"{id}\":{key}},\"roles\":{\"root\":" + Role + ",\"timestamp\":" + Role
        + ",\"snapshot\":" + Role + ",\"targets\":" + Role + "}";

    private const string Timestamp = Head + ",\"meta\":{\"snapshot.json\":{\"version\":1,\"length\":1," + Hash + "}}";
    private const string Snapshot = Head + ",\"meta\":{\"targets.json\":{\"version\":1,\"length\":1," + Hash + "}}";
    private const string Targets = Head + ",\"targets\":{\"a/b\":{\"length\":1," + Hash + ",\"custom\":{}}},\"delegations\":{\"keys\":{\"{id}\":{key}},\"roles\":[{" + Delegation + "}]}";

    private static readonly Dictionary<MetadataRole, string> Texts = new()
    {
        [MetadataRole.Root] = Root,
        [MetadataRole.Timestamp] = Timestamp,
        [MetadataRole.Snapshot] = Snapshot,
        [MetadataRole.Targets] = Targets,
    };

    [Theory]
    [InlineData(MetadataRole.Root)]
    [InlineData(MetadataRole.Timestamp)]
    [InlineData(MetadataRole.Snapshot)]
    [InlineData(MetadataRole.Targets)]
    public void The_examples_are_read(MetadataRole role) => Problem(role, Texts[role]).Should().BeNull();

    [Theory]
    [InlineData(MetadataRole.Root)]
    [InlineData(MetadataRole.Timestamp)]
    [InlineData(MetadataRole.Snapshot)]
    [InlineData(MetadataRole.Targets)]
    public void No_member_of_the_standard_may_be_missing_or_of_another_type(MetadataRole role)
    {
        string[] optional = ["consistent_snapshot", "delegations"];
        JsonObject signed = Parse(role, Texts[role]);
        foreach ((string name, JsonValue value) in signed.Members.ToArray())
        {
            JsonObject without = signed.Without(new HashSet<string> { name });
            if (!optional.Contains(name)) Decode(role, without).Should().Contain(name);
            JsonValue[] others = [new JsonNull(), new JsonText(""), new JsonInteger(0), new JsonArray([]), new JsonBoolean(true)];
            foreach (JsonValue other in others.Where(other => other.GetType() != value.GetType() || other is JsonText or JsonInteger))
                Decode(role, without.With([new(name, other)])).Should().Contain(name, $"{name} is {other}");
        }
    }

    [Theory]
    [InlineData(MetadataRole.Root, "\"version\":1,\"expires\"", "\"version\":-1,\"expires\"")]
    [InlineData(MetadataRole.Root, "\"ROLE\"", "\"Root\"")]
    [InlineData(MetadataRole.Root, "1.0.31", "2.0.0")]
    [InlineData(MetadataRole.Root, "1.0.31", "1")]
    [InlineData(MetadataRole.Root, "1.0.31", "1.0.0.0")]
    [InlineData(MetadataRole.Root, "1.0.31", "1.x")]
    [InlineData(MetadataRole.Root, "1.0.31", "1.")]
    [InlineData(MetadataRole.Root, "2026-12-01T00:00:00Z", "2026-12-01T00:00:00.0Z")]
    [InlineData(MetadataRole.Root, "2026-12-01T00:00:00Z", "2026-12-01T00:00:00+00:00")]
    [InlineData(MetadataRole.Root, "2026-12-01T00:00:00Z", "2026-12-01 00:00:00Z")]
    [InlineData(MetadataRole.Root, "2026-12-01T00:00:00Z", "2026-13-01T00:00:00Z")]
    [InlineData(MetadataRole.Root, "2026-12-01T00:00:00Z", " 2026-12-01T00:00:00Z")]
    [InlineData(MetadataRole.Root, "2026-12-01T00:00:00Z", "2026-12-01T24:00:00Z")]
    [InlineData(MetadataRole.Root, "\"threshold\":1", "\"threshold\":0")]
    [InlineData(MetadataRole.Root, "\"threshold\":1", "\"threshold\":\"1\"")]
    [InlineData(MetadataRole.Root, "[\"{id}\"]", "[\"{id}\",\"{id}\"]")]
    [InlineData(MetadataRole.Root, "[\"{id}\"]", "[\"x\"]")]
    [InlineData(MetadataRole.Root, "[\"{id}\"]", "[1]")]
    [InlineData(MetadataRole.Root, "\"snapshot\":{", "\"snapshots\":{")]
    [InlineData(MetadataRole.Root, "\"keys\":{\"{id}\"", "\"keys\":{\"0000000000000000000000000000000000000000000000000000000000000000\"")]
    [InlineData(MetadataRole.Root, "\"keys\":{\"{id}\":{key}}", "\"keys\":{\"{id}\":{}}")]
    [InlineData(MetadataRole.Root, "\"keys\":{\"{id}\":{key}}", "\"keys\":{\"{id}\":1}")]
    [InlineData(MetadataRole.Timestamp, "snapshot.json", "targets.json")]
    [InlineData(MetadataRole.Timestamp, "\"meta\":{", "\"meta\":{\"targets.json\":{\"version\":1},")]
    [InlineData(MetadataRole.Timestamp, "\"length\":1", "\"length\":-1")]
    [InlineData(MetadataRole.Timestamp, "{\"version\":1,\"length\"", "{\"version\":0,\"length\"")]
    [InlineData(MetadataRole.Snapshot, "\"sha256\"", "\"sha1\"")]
    [InlineData(MetadataRole.Snapshot, "2d711642", "2D711642")]
    [InlineData(MetadataRole.Snapshot, "2d711642", "2d71164")]
    [InlineData(MetadataRole.Snapshot, "\"sha256\":", "\"blake2b\":\"00\",\"sha256\":")]
    [InlineData(MetadataRole.Snapshot, "\"sha256\":", "\"sha512\":1,\"sha256\":")]
    [InlineData(MetadataRole.Targets, "\"a/b\"", "\"../b\"")]
    [InlineData(MetadataRole.Targets, "\"a/b\"", "\"\\u0007\"")]
    [InlineData(MetadataRole.Targets, "\"length\":1,", "")]
    [InlineData(MetadataRole.Targets, Hash, "\"hashes\":{}")]
    [InlineData(MetadataRole.Targets, "\"custom\":{}", "\"custom\":[]")]
    [InlineData(MetadataRole.Targets, "\"name\":\"a\"", "\"name\":\"snapshot\"")]
    [InlineData(MetadataRole.Targets, "\"terminating\":false,", "")]
    [InlineData(MetadataRole.Targets, "\"paths\":[\"a/*\"]", "\"paths\":[\"a/{b,c}\"]")]
    [InlineData(MetadataRole.Targets, "\"paths\":[\"a/*\"]", "\"paths\":[1]")]
    [InlineData(MetadataRole.Targets, "\"paths\":[\"a/*\"]", "\"path_hash_prefixes\":[\"\"]")]
    [InlineData(MetadataRole.Targets, "\"paths\":[\"a/*\"]", "\"path_hash_prefixes\":[\"G\"]")]
    [InlineData(MetadataRole.Targets, "\"paths\":[\"a/*\"]", "\"x\":1")]
    [InlineData(MetadataRole.Targets, "\"paths\":[\"a/*\"]", "\"paths\":[],\"path_hash_prefixes\":[]")]
    [InlineData(MetadataRole.Targets, "\"paths\":[\"a/*\"]", "\"paths\":[],\"hardwareIds\":[\"\"]")]
    [InlineData(MetadataRole.Targets, "\"roles\":[", "\"roles\":[{" + Delegation + "},")]
    [InlineData(MetadataRole.Targets, "\"roles\":[", "\"roles\":[1,")]
    [InlineData(MetadataRole.Targets, "\"roles\":", "\"succinct_roles\":{},\"roles\":")]
    public void One_thing_wrong_is_enough(MetadataRole role, string right, string wrong)
    {
        string text = Texts[role];
        text.Should().Contain(right);
        Problem(role, text.Replace(right, wrong, StringComparison.Ordinal)).Should().NotBeNull()
            .And.NotContain("\a", "what a peer sent may not act on a terminal");
    }

    [Theory]
    [InlineData("\"threshold\":1", "\"threshold\":9")]
    [InlineData("\"keys\":{\"{id}\":{key}}", "\"keys\":{}")]
    [InlineData("\"roles\":{", "\"roles\":{\"mirrors\":1,")]
    [InlineData("\"consistent_snapshot\":true,", "")]
    [InlineData("1.0.31", "1.99")]
    public void A_root_that_the_next_one_may_have_to_put_right_is_read(string right, string odd) =>
        Problem(MetadataRole.Root, Root.Replace(right, odd, StringComparison.Ordinal)).Should().BeNull();

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"signed":{},"signatures":{}}""")]
    [InlineData("""{"signed":[],"signatures":[]}""")]
    [InlineData("""{"signed":{},"signatures":[1]}""")]
    [InlineData("""{"signed":{},"signatures":[{"keyid":"x","sig":"00"}]}""")]
    [InlineData("""{"signed":{},"signatures":[{"keyid":"{id}","sig":"0"}]}""")]
    [InlineData("""{"signed":{},"signatures":[{"keyid":"{id}","sig":"xx"}]}""")]
    [InlineData("""{"signed":{},"signatures":[{"keyid":"{id}"}]}""")]
    [InlineData("""{"signed":{},"signatures":[{"keyid":"{id}","sig":"00"},{"keyid":"{id}","sig":"01"}]}""")]
    public void An_envelope_has_a_signed_part_and_signatures(string text)
    {
        SignedEnvelope.TryRead(Encoding.UTF8.GetBytes(Fill(text)), MetadataRole.Root, MetadataDialect.Tuf, MetadataLimits.Default, out string? problem).Should().BeNull();
        problem.Should().NotBeNull();
    }

    private static string? Problem(MetadataRole role, string text) => Decode(role, Parse(role, text));

    private static JsonObject Parse(MetadataRole role, string text)
    {
        string filled = Fill("{" + text.Replace("ROLE", MetadataDialect.Tuf.TypeOf(role), StringComparison.Ordinal) + "}");
        JsonValue? read = StrictJson.TryRead(Encoding.UTF8.GetBytes(filled), new JsonLimits(), out string? problem);
        problem.Should().BeNull();
        return (JsonObject)read!;
    }

    private static string? Decode(MetadataRole role, JsonObject signed)
    {
        RoleMetadata? decoded = MetadataDecoder.TryDecode(signed, role, MetadataDialect.Tuf, out string? problem);
        (decoded is null).Should().Be(problem is not null);
        return problem;
    }

    private static string Fill(string text)
    {
        string key = Encoding.UTF8.GetString(PublishedJson.Encode(TestKeys.P256("a").Key.Members));
        return text.Replace("{id}", TestKeys.P256("a").Key.Id.Value, StringComparison.Ordinal).Replace("{key}", key, StringComparison.Ordinal);
    }
}

using Google.Protobuf;
using Ota.Cli.Signing;
using Ota.Cli.Tests.Roots;
using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using Ota.V1;

namespace Ota.Cli.Tests.Signing;

/// <summary>A server that was taken over asks people to sign; what they are shown is what the bytes say.</summary>
public sealed class ChangePayloadTests
{
    private static readonly TargetsMetadata Published = new()
    {
        Version = 4,
        Expires = Parts.Now.AddDays(100),
        Targets = new Dictionary<TargetPath, TargetEntry>
        {
            [Path("gw/fw-1.bin")] = Entry("one"),
            [Path("gw/fw-2.bin")] = Entry("two"),
        },
    };

    [Fact]
    public void Every_image_that_comes_goes_or_changes_is_a_line()
    {
        TargetsMetadata next = Published with
        {
            Version = 5,
            Targets = new Dictionary<TargetPath, TargetEntry> { [Path("gw/fw-2.bin")] = Entry("other"), [Path("gw/fw-3.bin")] = Entry("three") },
        };
        string[] lines = [.. ChangeReview.Of(ChangePayload.Read(ChangeOf(next)), Published, Parts.Now)];
        lines[0].Should().Be("Role targets, version 5 (published is version 4), 2 images, 0 delegations.");
        lines.Should().ContainSingle(line => line.StartsWith("  - gw/fw-1.bin", StringComparison.Ordinal));
        lines.Should().ContainSingle(line => line.StartsWith("  ! gw/fw-2.bin", StringComparison.Ordinal));
        lines.Should().ContainSingle(line => line.StartsWith("  + gw/fw-3.bin", StringComparison.Ordinal));
        lines[^1].Should().StartWith("SHA-256 of the bytes to sign: ");
    }

    [Fact]
    public void A_delegation_is_shown_with_its_keys_and_its_bytes_are_read_though_keys_have_line_ends()
    {
        RoleName supplier = RoleName.TryParse("brakes")!.Value;
        DelegatedRole role = new(supplier, new RoleKeys([Parts.Key("a").Id], 1), true) { Paths = [PathPattern.TryParse("brakes/*")!] };
        TargetsMetadata next = Published with { Version = 5, Delegations = new Delegations(new Dictionary<KeyId, TufKey> { [Parts.Key("a").Id] = Parts.Key("a") }, [role]) };
        ChangeReview.Of(ChangePayload.Read(ChangeOf(next)), Published, Parts.Now).Should().ContainSingle(line => line.StartsWith("  + delegation brakes", StringComparison.Ordinal))
            .Which.Should().Contain("brakes/*, terminating, 1 of the keys").And.Contain(Parts.Key("a").Id.Value);
    }

    [Fact]
    public void Bytes_that_are_no_targets_file_are_not_to_be_signed()
    {
        Change root = ChangeOf(Published);
        root.Payload = ByteString.CopyFrom(MetadataDraft.Of(Parts.Root(), MetadataDialect.Tuf).BytesToSign.Span);
        Refusal(root).Should().StartWith("Do not sign changes/1: ").And.Contain("_type");
        Change director = ChangeOf(Published with { Extra = JsonObject.Of((TargetsMetadata.VehicleMember, new JsonText("00112233445566778899aabbccddeeff"))) });
        Refusal(director).Should().Contain("Director's file");
        Change other = ChangeOf(Published);
        other.Version = 9;
        Refusal(other).Should().Contain("they have version 4 and the server says 9");
        Change spaced = ChangeOf(Published);
        spaced.Payload = ByteString.CopyFrom([.. spaced.Payload.ToByteArray(), (byte)' ']);
        Refusal(spaced).Should().Contain("canonical form");
    }

    private static string Refusal(Change change) => FluentActions.Invoking(() => ChangePayload.Read(change)).Should().Throw<CliException>().Which.Message;

    private static Change ChangeOf(TargetsMetadata metadata) => new()
    {
        Name = "changes/1",
        Role = "targets",
        Version = metadata.Version,
        Payload = ByteString.CopyFrom(MetadataDraft.Of(metadata, MetadataDialect.Tuf).BytesToSign.Span),
    };

    private static TargetPath Path(string text) => TargetPath.TryParse(text)!.Value;

    private static TargetEntry Entry(string content) => new(content.Length, FileHashes.Of(System.Text.Encoding.UTF8.GetBytes(content)), null);
}

using Ota.Cli.Roots;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;

namespace Ota.Cli.Tests.Roots;

public sealed class RootEditTests
{
    [Fact]
    public void A_key_that_is_there_is_refused() => Refused(() => RootEdit.AddKey(Parts.Root(), MetadataRole.Root, Parts.Key("a"), "a.pub"))
        .Should().Be("a.pub is a key of the role root already; each key counts once.");

    [Fact]
    public void The_same_key_in_another_text_is_the_same_key()
    {
        string pem = Parts.Signer("a").ToPem(null);
        using System.Security.Cryptography.ECDsa key = System.Security.Cryptography.ECDsa.Create();
        key.ImportFromPem(pem);
        TufKey twin = TufKey.TryMake(KeyScheme.EcdsaP256Sha256, key.ExportSubjectPublicKeyInfoPem())!; // Without the last line end.
        twin.Id.Should().NotBe(Parts.Key("a").Id);
        Refused(() => RootEdit.AddKey(Parts.Root(), MetadataRole.Root, twin, "twin.pub")).Should().Contain("already");
    }

    [Theory]
    [InlineData(MetadataRole.Targets, "a", "root")]
    [InlineData(MetadataRole.Root, "t", "targets")]
    [InlineData(MetadataRole.Root, "s", "snapshot")]
    [InlineData(MetadataRole.Targets, "ts", "timestamp")]
    [InlineData(MetadataRole.Timestamp, "t", "targets")]
    public void A_key_of_another_role_is_refused(MetadataRole role, string key, string other) =>
        Refused(() => RootEdit.AddKey(Parts.Root(), role, Parts.Key(key), "k.pub")).Should().StartWith($"k.pub is a key of the role {other}: ");

    [Fact]
    public void The_servers_two_roles_may_share_a_key_and_it_is_said()
    {
        RootMetadata root = RootEdit.AddKey(Parts.Root(), MetadataRole.Timestamp, Parts.Key("s"), "s.pub");
        RootCheck.Warnings(root).Should().ContainSingle().Which.Should().Contain("serves timestamp and snapshot");
    }

    [Fact]
    public void A_threshold_above_the_keys_is_refused()
    {
        Refused(() => RootEdit.SetThreshold(Parts.Root(), MetadataRole.Root, 4)).Should().Contain("has 3 keys").And.Contain("add keys");
        Refused(() => RootEdit.SetThreshold(Parts.Root(), MetadataRole.Root, 0)).Should().Contain("choose 1 to 3");
        RootEdit.SetThreshold(Parts.Root(), MetadataRole.Root, 3).Roles[MetadataRole.Root].Threshold.Should().Be(3);
    }

    [Fact]
    public void A_role_keeps_enough_keys_for_its_threshold()
    {
        RootMetadata two = RootEdit.RemoveKey(Parts.Root(), MetadataRole.Root, Parts.Key("c").Id);
        two.Keys.Should().NotContainKey(Parts.Key("c").Id);
        Refused(() => RootEdit.RemoveKey(two, MetadataRole.Root, Parts.Key("b").Id)).Should().Contain("would keep 1 keys and needs 2 signatures");
        Refused(() => RootEdit.RemoveKey(two, MetadataRole.Root, Parts.Key("c").Id)).Should().Contain("has no key");
    }

    [Fact]
    public void Whatever_is_done_or_refused_the_root_can_be_written_and_read_back() => Property.Holds(random =>
    {
        RootMetadata root = Parts.Root();
        string[] names = ["a", "b", "c", "d", "t", "s", "ts"];
        for (int i = 0; i < 12; i++)
        {
            MetadataRole role = (MetadataRole)random.Next(1, 5);
            TufKey key = Parts.Key(names[random.Next(names.Length)]);
            try
            {
                root = random.Next(3) switch
                {
                    0 => RootEdit.AddKey(root, role, key, "k.pub"),
                    1 => RootEdit.RemoveKey(root, role, key.Id),
                    _ => RootEdit.SetThreshold(root, role, random.Next(5)),
                };
            }
            catch (CliException e)
            {
                e.ExitCode.Should().Be(ExitCode.Refused);
            }

            RootFile file = RootFile.Begin("root.json", root);
            RootFile.Parse("root.json", file.Draft.ToBytes()).Draft.BytesToSign.ToArray().Should().Equal(file.Draft.BytesToSign.ToArray());
            root.Keys.Keys.Should().BeEquivalentTo(root.Roles.Values.SelectMany(one => one.KeyIds).Distinct(), "no key stays that serves nothing");
        }
    }, times: 50);

    private static string Refused(Func<RootMetadata> edit) => edit.Should().Throw<CliException>().Which.Message;
}

using Ota.Cli.Roots;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;

namespace Ota.Cli.Tests.Roots;

public sealed class RootCheckTests
{
    [Fact]
    public void Enough_signatures_make_a_first_root_complete()
    {
        RootCheck.Missing(Parts.Signed(Parts.Root(), "a", "c"), null, Parts.Now).Should().BeEmpty();
        RootCheck.Missing(Parts.Signed(Parts.Root(), "a"), null, Parts.Now).Should().Equal("1 of 2 signatures by its own root keys are there: sign with `ota root sign`.");
    }

    [Fact]
    public void Signatures_of_other_roles_and_over_other_bytes_count_for_nothing()
    {
        RootFile file = Parts.Signed(Parts.Root(), "a", "t").With(new KeySignature(Parts.Key("b").Id, Parts.Signer("b").Sign([1]).Value));
        RootCheck.Missing(file, null, Parts.Now).Should().ContainSingle().Which.Should().StartWith("1 of 2");
    }

    [Fact]
    public void The_next_root_needs_the_keys_of_the_one_before_as_well()
    {
        RootMetadata first = Parts.Root();
        RootMetadata next = RootEdit.Next(first, Parts.Now.AddYears(1));
        next = RootEdit.Fill(next, MetadataRole.Root, Parts.Keys("c", "d", "e"), 2);
        RootCheck.Missing(Parts.Signed(next, "d", "e"), first, Parts.Now).Should().Equal("0 of 2 signatures by the keys of root version 1 are there: sign with `ota root sign`.");
        RootCheck.Missing(Parts.Signed(next, "a", "b"), first, Parts.Now).Should().ContainSingle().Which.Should().Contain("its own root keys");
        RootCheck.Missing(Parts.Signed(next, "a", "c", "d"), first, Parts.Now).Should().BeEmpty("c counts for both");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Only_the_next_version_follows(long version)
    {
        RootMetadata other = Parts.Root() with { Version = version };
        RootCheck.Missing(Parts.Signed(other, "a", "b"), Parts.Root(), Parts.Now).Should().ContainSingle().Which.Should().Contain("must have 2");
    }

    [Fact]
    public void An_expired_root_is_never_complete() =>
        RootCheck.Missing(Parts.Signed(Parts.Root(), "a", "b"), null, Parts.Now.AddYears(1)).Should().ContainSingle().Which.Should().StartWith("It expired at 2027-11-22");

    [Fact]
    public void A_single_root_key_is_warned_of() =>
        RootCheck.Warnings(RootEdit.SetThreshold(Parts.Root(), MetadataRole.Root, 1)).Should().ContainSingle().Which.Should().Contain("threshold of 2");
}

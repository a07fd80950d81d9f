using System.Text.RegularExpressions;
using Ota.Core.Bundles.Metadata;

namespace Ota.Core.Tests.Bundles.Metadata;

public sealed class NameTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("brake/fw-2.0.bin")]
    [InlineData("a b/~c!'()*")]
    public void A_path_is_taken(string text) => TargetPath.TryParse(text)!.Value.Value.Should().Be(text);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData("..")]
    [InlineData("a/../b")]
    [InlineData("./a")]
    [InlineData("a/.hidden")]
    [InlineData("a\\b")]
    [InlineData("a\nb")]
    [InlineData("a\0")]
    [InlineData("caf\u00e9")]
    [InlineData("cafe\u0301")]
    public void A_path_that_leads_away_or_looks_like_another_is_none(string? text) => TargetPath.TryParse(text).Should().BeNull();

    [Fact]
    public void Names_are_256_characters_at_most()
    {
        TargetPath.TryParse(new string('a', 256)).Should().NotBeNull();
        TargetPath.TryParse(new string('a', 257)).Should().BeNull();
        RoleName.TryParse(new string('a', 256)).Should().NotBeNull();
        RoleName.TryParse(new string('a', 257)).Should().BeNull();
    }

    [Theory]
    [InlineData("root")]
    [InlineData("timestamp")]
    [InlineData("snapshot")]
    [InlineData("targets")]
    [InlineData("")]
    [InlineData("caf\u00e9")]
    [InlineData(null)]
    public void A_delegated_role_has_a_name_of_its_own(string? text) => RoleName.TryParse(text).Should().BeNull();

    [Theory]
    [InlineData("brake/*", "brake/a.bin", true)]
    [InlineData("brake/*", "brake/x/a.bin", false)]
    [InlineData("*", "brake/a.bin", false)]
    [InlineData("*/*", "brake/a.bin", true)]
    [InlineData("brake/*.tgz", "brake/.tgz.tgz", null)]
    [InlineData("brake/*.tgz", "brake/a.txt", false)]
    [InlineData("fw-?.bin", "fw-2.bin", true)]
    [InlineData("fw-?.bin", "fw-.bin", false)]
    [InlineData("fw-?.bin", "fw-22.bin", false)]
    [InlineData("a?b", "a/b", false)]
    [InlineData("a*b*c", "aXbYbZc", true)]
    [InlineData("a*b*c", "aXbYbZ", false)]
    [InlineData("*a", "aaab", false)]
    [InlineData("brake/a.bin", "brake/a.bin", true)]
    [InlineData("brake/a.bin", "brake/aXbin", false)]
    [InlineData("Brake/*", "brake/a", false)]
    public void A_pattern_is_about_a_path_or_not(string pattern, string path, bool? expected)
    {
        bool? found = TargetPath.TryParse(path) is { } parsed ? PathPattern.TryParse(pattern)!.Matches(parsed) : null;
        found.Should().Be(expected);
    }

    [Theory]
    [InlineData("[ab]")]
    [InlineData("{a,b}")]
    [InlineData("!(a)")]
    [InlineData("**")]
    [InlineData("a\\*")]
    [InlineData("")]
    [InlineData("é*")]
    public void A_pattern_that_clients_understand_differently_is_none(string text) => PathPattern.TryParse(text).Should().BeNull();

    [Fact]
    public void Patterns_match_as_the_regular_expression_that_says_the_same() => Property.Holds(
        random =>
        {
            string pattern = Make("ab*?/", 8), path = Make("ab/", 8);
            if (PathPattern.TryParse(pattern) is not { } parsed || TargetPath.TryParse(path) is not { } target) return;
            string expression = "^" + Regex.Escape(pattern).Replace("\\*", "[^/]*", StringComparison.Ordinal).Replace("\\?", "[^/]", StringComparison.Ordinal) + "\\z";
            parsed.Matches(target).Should().Be(Regex.IsMatch(path, expression), $"{pattern} on {path}");

            string Make(string signs, int most) => string.Concat(Enumerable.Range(0, random.Next(1, most)).Select(_ => signs[random.Next(signs.Length)]));
        },
        times: 5000);

    [Fact]
    public void A_pattern_full_of_stars_takes_no_time_to_speak_of()
    {
        string hostile = string.Concat(Enumerable.Repeat("*a", 127));
        PathPattern.TryParse(hostile)!.Matches(TargetPath.TryParse(new string('a', 255) + "b")!.Value).Should().BeFalse();
    }

    [Fact]
    public void Files_are_named_by_version_and_hash()
    {
        FileHashes hashes = FileHashes.Of("x"u8);
        RepositoryFiles.Root(2).Should().Be("2.root.json");
        RepositoryFiles.Snapshot(7).Should().Be("7.snapshot.json");
        RepositoryFiles.Targets(3, RoleName.Targets).Should().Be("3.targets.json");
        RepositoryFiles.Targets(1, RoleName.TryParse("supplier-a")!.Value).Should().Be("1.supplier-a.json");
        RepositoryFiles.Images(TargetPath.TryParse("brake/fw.bin")!.Value, hashes)
            .Should().Equal($"brake/{hashes.Sha256}.fw.bin", $"brake/{hashes.Sha512}.fw.bin");
        hashes.First.Should().Be(hashes.Sha256);
    }
}

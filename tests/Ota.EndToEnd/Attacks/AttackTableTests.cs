using System.Text.RegularExpressions;
using Ota.Testing;

namespace Ota.EndToEnd.Attacks;

/// <summary>The table of attacks in docs/security.md names tests that exist.</summary>
public sealed partial class AttackTableTests
{
    public static TheoryData<string> Named =>
        [.. Name().Matches(File.ReadAllText(RepositoryRoot.Combine("docs/security.md")).Split("## Attacks and what stops them")[1])
            .Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Named))]
    public void Every_named_test_class_has_tests(string name)
    {
        string[] files = Directory.GetFiles(RepositoryRoot.Combine("tests"), $"{name}.cs", SearchOption.AllDirectories);
        files.Should().NotBeEmpty().And.OnlyContain(file => IsTest().IsMatch(File.ReadAllText(file)));
    }

    [GeneratedRegex("`([A-Z][A-Za-z]+(?:Tests|Suite))`")]
    private static partial Regex Name();

    [GeneratedRegex(@"\[(Fact|Theory)")]
    private static partial Regex IsTest();
}

using System.Text.RegularExpressions;

namespace Ota.EndToEnd.Cli;

/// <summary>The help of every verb, found from the help above it.</summary>
public sealed class HelpTests : IDisposable
{
    private readonly OtaTool _ota = new();

    public void Dispose() => _ota.Dispose();

    [Theory]
    [InlineData("keys")]
    [InlineData("root")]
    [InlineData("repo")]
    [InlineData("bundles")]
    [InlineData("rollouts")]
    [InlineData("vehicles")]
    [InlineData("director")]
    [InlineData("artifacts")]
    public async Task Every_verb_says_what_it_does_and_has_an_example_that_names_it(string group)
    {
        string[] verbs = VerbsOf((await _ota.RunAsync(group, "--help")).Should(0).Out);
        verbs.Should().NotBeEmpty();
        foreach (string verb in verbs)
        {
            string help = (await _ota.RunAsync(group, verb, "--help")).Should(0).Out;
            help.Should().ContainAll($"ota {group} {verb}", "Examples:", "--output");
            Regex.IsMatch(help[help.IndexOf("Examples:", StringComparison.Ordinal)..], $@"^ +.*ota {group} {verb}\b", RegexOptions.Multiline)
                .Should().BeTrue("{0}", help);
        }
    }

    private static string[] VerbsOf(string help) =>
    [
        .. help[help.IndexOf("Commands:", StringComparison.Ordinal)..].Split('\n').Skip(1).TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal))
            .Where(line => line[2] != ' ').Select(line => line.Trim().Split(' ')[0]),
    ];
}

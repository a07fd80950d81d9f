namespace Ota.EndToEnd.Cli;

public sealed class CompletionTests : IDisposable
{
    private readonly OtaTool _ota = new();

    public void Dispose() => _ota.Dispose();

    [Theory]
    [InlineData("ota oper", "operators")]
    [InlineData("ota operators re", "revoke revoke-credential")]
    [InlineData("ota operators create kim --role a", "admin approver auditor")]
    [InlineData("ota status --output ", "json table")]
    [InlineData("ota completion ", "bash fish zsh")]
    [InlineData("ota rollouts re", "report resume retry revoke")]
    [InlineData("ota rollouts work 3f9a --list ", "inspection letter remote workshop")]
    public async Task Bash_completes_commands_options_and_values(string line, string expected)
    {
        string[] words = line.Split(' ');
        string script = $$"""
            source <(ota completion bash)
            complete -p ota >/dev/null || exit 9
            COMP_LINE='{{line}}' COMP_POINT={{line.Length}} COMP_WORDS=({{line}}) COMP_CWORD={{words.Length - 1}}
            _ota_complete ota '{{words[^1]}}' '{{words[^2]}}'
            printf '%s\n' "${COMPREPLY[@]}"
            """;
        OtaRun run = (await _ota.BashAsync(script)).Should(0);
        run.Lines.Where(found => !found.StartsWith('-')).Should().BeEquivalentTo(expected.Split(' '));
        run.Error.Should().BeEmpty();
    }

    [Theory]
    [InlineData("zsh", "#compdef ota")]
    [InlineData("fish", "complete -c ota")]
    public async Task The_other_shells_have_a_script_too(string shell, string line)
    {
        (await _ota.RunAsync("completion", shell)).Should(0).Out.Should().Contain(line);
    }
}

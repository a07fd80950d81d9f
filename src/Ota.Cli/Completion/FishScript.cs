namespace Ota.Cli.Completion;

internal static class FishScript
{
    public const string Text = """
        # Completion of ota for fish. Install: ota completion fish > ~/.config/fish/completions/ota.fish
        function __ota_complete
            set -l line (commandline -cp)
            ota "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c ota -a '(__ota_complete)'
        """;
}

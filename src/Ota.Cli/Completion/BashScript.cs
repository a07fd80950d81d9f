namespace Ota.Cli.Completion;

internal static class BashScript
{
    // Read line by line rather than given to compgen -W, which would expand what it is given.
    public const string Text = """
        # Completion of ota for bash. Install: source <(ota completion bash)
        _ota_complete() {
            local word=${COMP_WORDS[COMP_CWORD]} line=${COMP_LINE:0:COMP_POINT} found
            COMPREPLY=()
            while IFS= read -r found; do
                [[ $found == "$word"* ]] && COMPREPLY+=("$found")
            done < <("${COMP_WORDS[0]}" "[suggest:${#line}]" "ota${line#"${COMP_WORDS[0]}"}" 2>/dev/null)
        }
        complete -o default -F _ota_complete ota
        """;
}

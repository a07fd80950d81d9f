namespace Ota.Cli.Completion;

internal static class ZshScript
{
    public const string Text = """
        #compdef ota
        # Completion of ota for zsh. Install: ota completion zsh > ~/.zfunc/_ota
        _ota() {
            local line="ota ${(j: :)words[2,CURRENT]}"
            local -a found
            found=("${(@f)$("${words[1]}" "[suggest:${#line}]" "$line" 2>/dev/null)}")
            found=(${found:#})
            if (( ${#found} )); then compadd -a found; else _files; fi
        }
        if [[ ${funcstack[1]} == _ota ]]; then _ota "$@"; else compdef _ota ota; fi
        """;
}

using System.CommandLine;
using Ota.Cli.Output;
using Ota.Cli.Usage;

namespace Ota.Cli.Completion;

/// <summary>`ota completion`: scripts that ask `ota` itself for the next words, through System.CommandLine's [suggest] directive.</summary>
internal static class CompletionCommand
{
    public static Command Create(Surroundings around) => new Command("completion", "Prints a script that makes a shell complete the words of ota.")
    {
        Shell(around, "bash", "For bash 4 or newer.", BashScript.Text, "source <(ota completion bash)", "ota completion bash > ~/.local/share/bash-completion/completions/ota"),
        Shell(around, "zsh", "For zsh.", ZshScript.Text, "ota completion zsh > ~/.zfunc/_ota", "# ~/.zshrc needs: fpath+=~/.zfunc; autoload -Uz compinit; compinit"),
        Shell(around, "fish", "For fish.", FishScript.Text, "ota completion fish > ~/.config/fish/completions/ota.fish"),
    }.WithExamples(
        "# bash, this session and for good:",
        "source <(ota completion bash)",
        "ota completion bash > ~/.local/share/bash-completion/completions/ota",
        "# zsh, with fpath+=~/.zfunc; autoload -Uz compinit; compinit in ~/.zshrc:",
        "ota completion zsh > ~/.zfunc/_ota",
        "# fish:",
        "ota completion fish > ~/.config/fish/completions/ota.fish");

    private static Command Shell(Surroundings around, string name, string description, string script, params string[] examples)
    {
        Command command = new(name, description);
        command.SetAction(_ =>
        {
            around.Out.WriteLine(script);
            return ExitCode.Done;
        });
        return command.WithExamples(examples);
    }
}

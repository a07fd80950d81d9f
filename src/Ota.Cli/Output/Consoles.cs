using Spectre.Console;

namespace Ota.Cli.Output;

/// <summary>Makes consoles that write where this process writes, with colours where they are wanted.</summary>
internal static class Consoles
{
    public static IAnsiConsole ForOut(Surroundings around) => Create(around, around.Out, around.OutIsTerminal);

    public static IAnsiConsole ForError(Surroundings around) => Create(around, around.Error, around.ErrorIsTerminal);

    private static IAnsiConsole Create(Surroundings around, TextWriter writer, bool isTerminal) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
        ColorSystem = isTerminal && around.Variable("NO_COLOR") is null ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        Interactive = InteractionSupport.No,
        Out = new AnsiConsoleOutput(writer),
    });
}

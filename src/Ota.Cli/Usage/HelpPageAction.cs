using System.CommandLine;
using System.CommandLine.Invocation;
using Ota.Cli.Connection;
using Ota.Cli.Output;

namespace Ota.Cli.Usage;

/// <summary>Prints a command's help.</summary>
internal sealed class HelpPageAction(GlobalOptions globals, Surroundings around) : SynchronousCommandLineAction
{
    // Help is help, whatever else is wrong with the command line.
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        new HelpPage(parseResult.CommandResult.Command, globals, around.Out).Write();
        return ExitCode.Done;
    }
}

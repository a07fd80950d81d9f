using System.CommandLine;
using System.CommandLine.Invocation;
using Ota.Cli.Output;

namespace Ota.Cli.Status;

/// <summary>Prints the version alone, for scripts.</summary>
internal sealed class ClientVersionAction(Surroundings around) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        around.Out.WriteLine(ClientVersion.Text);
        return ExitCode.Done;
    }
}

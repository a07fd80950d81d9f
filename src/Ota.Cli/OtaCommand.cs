using System.CommandLine;
using System.CommandLine.Help;
using Ota.Cli.Connection;
using Ota.Cli.Output;
using Ota.Cli.Status;
using Ota.Cli.Usage;

namespace Ota.Cli;

/// <summary>The root of all verbs.</summary>
internal sealed class OtaCommand : RootCommand
{
    public OtaCommand(GlobalOptions globals, Surroundings around)
        : base("Operates an OTA update and telemetry backend: a client of its gRPC interface.")
    {
        Options.Clear();
        Add(new HelpOption("--help", "-h") { Description = "Explains a command, with examples.", Action = new HelpPageAction(globals, around) });
        Add(new Option<bool>("--version") { Description = "Prints the version of this client.", Action = new ClientVersionAction(around) });
        foreach (Option option in globals.All) Add(option);
    }
}

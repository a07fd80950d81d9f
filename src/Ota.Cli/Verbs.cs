using System.CommandLine;
using Ota.Cli.Connection;
using Ota.Cli.Output;

namespace Ota.Cli;

/// <summary>Gives verbs that talk to the server what they need, and makes sure that it is let go of.</summary>
internal sealed class Verbs(GlobalOptions globals, Surroundings around)
{
    public Surroundings Around => around;

    public OutputFormat FormatOf(ParseResult given) => given.GetValue(globals.Output);

    /// <summary>Where the command line says the server is; null when nothing says so.</summary>
    public ConnectionSettings? TryFindServer(ParseResult given) => new ConnectionResolver(globals, given, around).TryResolve();

    /// <exception cref="CliException">Nothing says where the server is.</exception>
    public ConnectionSettings FindServer(ParseResult given) => new ConnectionResolver(globals, given, around).Resolve();

    public Session Open(ParseResult given, CancellationToken stop) => Open(FindServer(given), given, stop);

    public Session Open(ConnectionSettings settings, ParseResult given, CancellationToken stop) =>
        new(new ServerConnection(settings, around.Time), FormatOf(given), around, stop);

    /// <summary>Makes a verb act on the server.</summary>
    public void SetAction(Command command, Func<ParseResult, Session, Task> act) => command.SetAction(async (given, stop) =>
    {
        using Session session = Open(given, stop);
        await act(given, session);
        return ExitCode.Done;
    });
}

using System.CommandLine;
using System.Runtime.InteropServices;
using Ota.Cli.Connection;
using Ota.Cli.Output;
using Ota.Cli.Usage;
using Ota.V1;
using Version = Ota.V1.Version;

namespace Ota.Cli.Status;

/// <summary>`ota version`: always tells this client's build; the server's too, when one is named and answers.</summary>
internal static class VersionCommand
{
    public static Command Create(Verbs verbs)
    {
        Command command = new("version", "Shows the build of this client and, when a server is named and answers, the server's.");
        command.SetAction(async (given, stop) =>
        {
            Version? server = null;
            CliException? problem = null;
            if (verbs.TryFindServer(given) is { } settings)
            {
                try
                {
                    server = await AskAsync(verbs, settings, given, stop);
                }
                catch (CliException e) when (e.ExitCode != ExitCode.BadUsage)
                {
                    problem = e; // This client's version is worth knowing all the more.
                }
            }
            Write(verbs, given, server);
            foreach (string sentence in problem?.Sentences ?? []) verbs.Around.Complain(sentence);
            return problem?.ExitCode ?? ExitCode.Done;
        });
        return command.WithExamples("ota version", "ota version --output json | jq -r .client.version");
    }

    private static async Task<Version> AskAsync(Verbs verbs, ConnectionSettings settings, ParseResult given, CancellationToken stop)
    {
        using Session session = verbs.Open(settings, given, stop);
        return await session.CallAsync("Asking the server", options => session.System.GetVersionAsync(new GetVersionRequest(), options));
    }

    private static void Write(Verbs verbs, ParseResult given, Version? server)
    {
        string runtime = RuntimeInformation.FrameworkDescription;
        TextWriter output = verbs.Around.Out;
        if (verbs.FormatOf(given) is OutputFormat.Json)
        {
            JsonOutput.WriteMembers(output, ("client", new Version { Version_ = ClientVersion.Text, Runtime = runtime }), ("server", server));
            return;
        }
        output.WriteLine($"Client  {ClientVersion.Text} on {runtime}");
        if (server is not null) output.WriteLine(Printable.Line($"Server  {server.Version_} on {server.Runtime}"));
    }
}

using System.CommandLine;
using Ota.Cli.Output;
using Ota.Cli.Usage;
using Ota.V1;

namespace Ota.Cli.Repositories;

/// <summary>`ota repo online-keys`.</summary>
internal static class OnlineKeysCommand
{
    public static Command Create(Verbs verbs)
    {
        Option<RepositoryKind> repo = RepositoryOption.Create();
        Command command = new("online-keys", "Shows the public keys that the server itself signs with, for `ota root init --online` as JSON.") { repo };
        verbs.SetAction(command, async (given, session) =>
        {
            GetOnlineKeysRequest request = new() { Repository = given.GetValue(repo) };
            GetOnlineKeysResponse response =
                await session.CallAsync("Asking for the server's keys", options => session.Repository.GetOnlineKeysAsync(request, options));
            // A redirected run is on its way into a file for somebody offline.
            if (session.Format is OutputFormat.Json || !session.Around.OutIsTerminal)
                JsonOutput.Write(session.Around.Out, response);
            else
                new TableOutput(session.Around).WriteTable(["ROLE", "KEY ID"], folded: 1, response.Keys.Select(key => (string[])[key.Role, key.KeyId]));
        });
        return command.WithExamples(
            "ota repo online-keys --repo image > online.json",
            "ota root init root.json --repo image --online online.json ...");
    }
}

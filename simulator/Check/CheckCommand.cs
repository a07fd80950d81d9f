using System.CommandLine;

namespace Ota.Simulator.Check;

/// <summary>`ota-simulator check`.</summary>
internal static class CheckCommand
{
    private const string Description = """
        Compares the ledger of a replay with what the server has stored, vehicle by vehicle over gRPC.

        They agree if every acknowledged message is in the store exactly once and nothing is in it that was never sent. The
        server counts twice for that: in the sequence numbers that it keeps of each vehicle, boot and stream, and by looking
        at all chunks and journals of the vehicle. What was sent and not acknowledged may be stored or not. All messages
        of the vehicles must be from this one replay.

        Exit codes: 0 they agree, 1 they do not or the server cannot be asked, 2 bad usage.

        Examples:
          ota-simulator check --ledger run.jsonl --data ./data
          ota-simulator check --ledger run.jsonl --server https://ota.example.com:8443 --ca root.crt --token-file token --output json
        """;

    public static Command Create()
    {
        Option<string> ledger = new("--ledger") { Description = "The ledger that replay wrote.", Required = true, HelpName = "file" };
        Option<bool> isShort = new("--killed")
        {
            Description = "The replay was killed: what it sent last is not in the ledger, so more may be stored than that has.",
        };
        Option<string?> authority = new("--ca") { Description = "PEM file with the only CA that the server's certificate may come from. [OTA_CA]", HelpName = "FILE" };
        Option<string> output = new("--output") { Description = "table or json.", HelpName = "table|json", DefaultValueFactory = _ => "table" };
        output.AcceptOnlyFromAmong("table", "json");
        ServerOptions server = new();
        Command command = new("check", Description);
        foreach (Option option in (Option[])[ledger, .. server.All, authority, isShort, output]) command.Add(option);
        command.SetAction((parsed, stop) => CheckRun.RunAsync(
            parsed.GetValue(ledger)!, () => server.Resolve(parsed, parsed.GetValue(authority)), parsed.GetValue(isShort),
            parsed.GetValue(output) == "json", parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, stop));
        return command;
    }
}

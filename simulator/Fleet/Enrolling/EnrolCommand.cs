using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Grpc.Core;
using Ota.Simulator.Check;
using Ota.Simulator.Verbs;

namespace Ota.Simulator.Fleet.Enrolling;

/// <summary>`ota-simulator enrol`.</summary>
internal static class EnrolCommand
{
    private const int ShownProblems = 20;

    private const string Description = """
        Gives each vehicle of a made fleet its certificate.

        The vehicles must be in the register (`ota vehicles import fleet/fleet.jsonl`). With an operator's credential claims are made by
        VIN; each vehicle then enrols by its claim, as real ones do. Written to FLEET/vehicles for each, named by its vid:
          {vid}.json   its ECUs with their private keys
          {vid}.pem    its certificate, the fleet CA, and its key
          {vid}.key    its key

        A run that was cut goes on where it was. Exit codes: 0 all are enrolled, 1 some are not, 2 bad usage.

        Examples:
          ota-simulator enrol --data ./data --fleet fleet
          ota-simulator enrol --operator ./data/operator.json --fleet fleet
          ota-simulator enrol --server https://ota.example.com:8443 --ca root.crt --token-file token --fleet fleet --at-once 16
        """;

    public static Command Create()
    {
        Option<string> fleet = VerbOption.Required("--fleet", "folder", "What make-fleet wrote.");
        Option<string?> file = VerbOption.Maybe("--operator", "file", "An operator.json as the server writes it, in place of --data.");
        Option<string?> authority = VerbOption.Maybe("--ca", "FILE", "PEM file with the only CA that the server's certificate may come from. [OTA_CA]");
        Option<string> purpose = VerbOption.Text("--purpose", "text", "What the look-ups by VIN are for; written down by the server.", "simulated fleet");
        Option<int> atOnce = VerbOption.Number("--at-once", "Enrolments under way at the same time.", 8, 1, 64);
        ServerOptions server = new();
        Command command = new("enrol", Description) { fleet, file, authority, purpose, atOnce };
        foreach (Option option in server.All) command.Add(option);
        command.SetAction(async (parsed, stop) =>
        {
            (TextWriter output, TextWriter error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            try
            {
                ServerAccess access = parsed.GetValue(file) is { } named
                    ? OperatorFile.Read(Path.GetDirectoryName(Path.GetFullPath(named))!)
                    : server.Resolve(parsed, parsed.GetValue(authority));
                using ServerConnection asOperator = new(access);
                using ServerConnection asAnybody = new(access with { Certificate = null, Key = null, Token = null });
                EnrolRun run = new(
                    asOperator, asAnybody, parsed.GetValue(fleet)!, parsed.GetValue(purpose)!, parsed.GetValue(atOnce), TimeProvider.System);
                IReadOnlyList<string> problems = await run.RunAsync(stop);
                foreach (string problem in problems.Take(ShownProblems)) await error.WriteLineAsync(problem);
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{run.Done} vehicles are enrolled, {problems.Count} are not"));
                return problems.Count == 0 ? 0 : 1;
            }
            catch (RpcException e)
            {
                await error.WriteLineAsync($"The server could not be asked: {e.Status.Detail} Run again: what is enrolled stays so.");
            }
            catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or CryptographicException)
            {
                await error.WriteLineAsync(e.Message);
            }
            return 1;
        });
        return command;
    }
}

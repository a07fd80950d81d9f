using System.CommandLine;
using System.Globalization;
using Ota.Cli.Output;
using Ota.Cli.Usage;
using Ota.V1;

namespace Ota.Cli.Status;

/// <summary>`ota status`.</summary>
internal static class StatusCommand
{
    public static Command Create(Verbs verbs)
    {
        Command command = new("status", "Shows how the server is doing: build, uptime, database, disk, certificate, open ports.");
        verbs.SetAction(command, async (_, session) =>
        {
            SystemStatus status = await session.CallAsync(
                "Asking the server", options => session.System.GetStatusAsync(new GetStatusRequest(), options));
            KeyValuePair<string, long>[] counts = [.. status.Counts.OrderBy(count => count.Key, StringComparer.Ordinal)];
            status.Counts.Clear(); // A map comes in any order; scripts compare documents.
            foreach ((string name, long count) in counts) status.Counts.Add(name, count);
            session.Write(status, output => output.WriteFacts(session.Connection.Settings.Address, Facts(status, session.Now)));
        });
        return command.WithExamples(
            "ota status",
            "ota --data /var/lib/ota status",
            "ota status --output json | jq .database.reachable");
    }

    private static IEnumerable<(string Name, string Value)> Facts(SystemStatus status, DateTimeOffset now)
    {
        yield return ("Version", $"{status.Version?.Version_} on {status.Version?.Runtime}");
        yield return ("Started", Moments.WithDistance(status.StartTime, now));
        yield return ("Roles", string.Join(", ", status.Roles));
        yield return ("Database", $"{status.Database?.Kind}, {(status.Database?.Reachable == true ? "reachable" : "NOT REACHABLE")}");
        yield return ("Data folder", status.DataFolder);
        yield return ("Free disk", ByteCount.Of(status.FreeDiskBytes));
        yield return ("Certificate expires", Moments.WithDistance(status.CertificateExpireTime, now));
        yield return ("Listens on", string.Join(", ", status.Listeners.Select(Describe)));
        foreach ((string name, long count) in status.Counts)
            yield return (char.ToUpperInvariant(name[0]) + name[1..].Replace('_', ' '), count.ToString(CultureInfo.InvariantCulture));
    }

    private static string Describe(Listener listener) => string.Create(CultureInfo.InvariantCulture, $"{listener.Name} {listener.Port}");
}

using System.Globalization;
using System.Security.Cryptography;
using Grpc.Core;

namespace Ota.Simulator.Check;

/// <summary>A check from its options to its exit code.</summary>
internal static class CheckRun
{
    private const int ShownProblems = 20;

    /// <returns>0 if ledger and store agree, 1 if not or if it could not be found out.</returns>
    public static async Task<int> RunAsync(
        string ledger, Func<ServerAccess> access, bool mayBeShort, bool asJson, TextWriter output, TextWriter error, CancellationToken stop)
    {
        try
        {
            IReadOnlyList<SentVehicle> vehicles = SentVehicle.ReadAll(ledger);
            using ServerConnection server = new(access());
            StoreCheck check = new(server, mayBeShort);
            await using Progress progress = new(error, () => check.Done, vehicles.Count);
            CheckTotals totals = await check.RunAsync(vehicles, stop);
            await progress.DisposeAsync();
            await output.WriteLineAsync(asJson ? CheckJson.Write(totals) : Table(totals));
            return totals.Agrees ? 0 : 1;
        }
        catch (RpcException e)
        {
            await error.WriteLineAsync($"The server could not be asked: {e.Status.Detail}");
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or CryptographicException)
        {
            await error.WriteLineAsync(e.Message);
        }
        return 1;
    }

    private static string Table(CheckTotals totals)
    {
        List<string> lines =
        [
            Row("", "messages", "readings"),
            Row("sent", totals.Sent, ""),
            Row("acknowledged", totals.Acknowledged, totals.AcknowledgedReadings),
            Row("stored", totals.Stored, totals.StoredReadings),
            Row("repeats, stored once", totals.Repeats, ""),
            "",
            .. totals.Problems.Take(ShownProblems),
        ];
        if (totals.Problems.Count > ShownProblems) lines.Add($"and {totals.Problems.Count - ShownProblems} more; --output json has them.");
        return string.Join('\n', [.. lines, totals.Verdict]);
    }

    private static string Row(string name, object messages, object readings) =>
        string.Create(CultureInfo.InvariantCulture, $"{name,-21}{messages,12}  {readings,14}").TrimEnd();
}

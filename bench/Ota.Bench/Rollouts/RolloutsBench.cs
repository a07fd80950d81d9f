using System.Globalization;
using System.Text.Json;
using Ota.Bench.Ingest;
using Ota.Bench.Mqtt;
using static Ota.Bench.Rollouts.RolloutBenchOptions;

namespace Ota.Bench.Rollouts;

/// <summary>Runs the hosts one after the other and prints their figures as tables, sizes side by side.</summary>
internal sealed class RolloutsBench(RolloutBenchOptions options)
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Contains("--help"))
        {
            Console.WriteLine(RolloutBenchOptions.Usage);
            return 0;
        }

        try
        {
            return await new RolloutsBench(RolloutBenchOptions.Parse(args)).RunAsync() ? 0 : 1;
        }
        catch (BenchException problem)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return 1;
        }
    }

    private async Task<bool> RunAsync()
    {
        bool isWhole = true;
        foreach (string database in options.Databases)
        {
            RolloutTable table = new(database);
            string[] growing = [.. options.Measures.Where(measure => measure != Confirmed)];
            foreach (int vehicles in growing.Length == 0 ? [] : options.Vehicles)
            {
                string measures = string.Join(',', growing.Where(measure => measure != Full || vehicles <= options.FullTo));
                if (measures.Length > 0) isWhole &= await MeasureAsync(database, measures, vehicles, options.Calls, table);
            }

            if (options.Measures.Contains(Confirmed)) isWhole &= await MeasureAsync(database, Confirmed, options.Proofs, options.Rounds, table);
            table.Write();
        }

        return isWhole;
    }

    /// <returns>False if it failed; what was measured until then is in the table.</returns>
    private async Task<bool> MeasureAsync(string database, string measures, int vehicles, int often, RolloutTable table)
    {
        string folder = options.Folder is { } given
            ? Path.Combine(given, $"{database}-{vehicles}-{(measures == Confirmed ? Confirmed : "growth")}")
            : Directory.CreateTempSubdirectory("ota-rollouts-").FullName;
        try
        {
            await Console.Error.WriteLineAsync($"{database}, {vehicles} vehicles: {measures}");
            await using IngestPeers peers = await IngestPeers.StartAsync(database);
            using CancellationTokenSource limit = new(TimeSpan.FromMinutes(options.Minutes));
            string[] host = [Path.Combine(AppContext.BaseDirectory, "Ota.Bench.dll"), "rollouts-host", measures, Text(vehicles), Text(often), folder];
            using PinnedProcess process = PinnedProcess.Start("0,1", "dotnet", [.. host, .. peers.Arguments]);
            Task<(int Code, string Output, string Errors)>? end = null;
            while (await process.ReadLineAsync(limit.Token) is { } line)
            {
                if (line.StartsWith('{')) table.Add(measures == Confirmed ? Confirmed : Text(vehicles), JsonSerializer.Deserialize<RolloutFigure>(line)!);
                await Console.Error.WriteLineAsync($"  {line}");
            }

            end = process.EndAsync(limit.Token);
            if ((await end).Code == 0) return true;
            await Console.Error.WriteLineAsync($"  failed: {(await end).Errors.Trim()}");
            return false;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"  given up after {options.Minutes} minutes");
            return false;
        }
        finally
        {
            if (options.Folder is null) Directory.Delete(folder, recursive: true);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

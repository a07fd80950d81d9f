using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Ota.Bench.Mqtt;

/// <summary>
/// Runs the rows: for each, every broker is started and warmed up, then the runs go over the brokers in turn, so that a slow minute of the
/// machine hits each of them.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class MqttBench(MqttBenchOptions options, LoadGenerator generator, BenchCertificates certificates, CancellationToken stop)
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Contains("--help"))
        {
            Console.WriteLine(MqttBenchOptions.Usage);
            return 0;
        }
        using CancellationTokenSource stop = new();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        DirectoryInfo scratch = Directory.CreateTempSubdirectory("ota-bench-");
        try
        {
            MqttBenchOptions options = MqttBenchOptions.Parse(args);
            if (Environment.ProcessorCount < 2)
                throw new BenchException("Broker and generator need a core each, and this machine has one.");
            Process.GetCurrentProcess().ProcessorAffinity = 1; // Beside the generator, which it only waits for.
            Tools.Find("taskset", "util-linux");
            if (options.Brokers.Contains(BrokerKind.Mosquitto))
                Tools.Find("mosquitto", "mosquitto");
            LoadGenerator generator = await LoadGenerator.CompileAsync(options.GeneratorFolder, scratch.FullName, stop.Token);
            BenchCertificates certificates = await BenchCertificates.CreateAsync(scratch.FullName, TimeProvider.System.GetUtcNow());
            return await new MqttBench(options, generator, certificates, stop.Token).RunRowsAsync() ? 0 : 1;
        }
        catch (BenchException problem)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            return 130;
        }
        finally
        {
            scratch.Delete(recursive: true);
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true; // The children are ended on the way out.
            stop.Cancel();
        }
    }

    /// <summary>False when a row failed; the others are measured all the same.</summary>
    private async Task<bool> RunRowsAsync()
    {
        bool isWhole = true;
        ResultTable table = new(options.Brokers);
        List<MqttResult> results = [];
        MqttRow[] rows = [.. MqttRows.All().Where(IsWanted)];
        if (rows.Length == 0)
            throw new BenchException($"No row of {string.Join(", ", options.Groups)} has '{options.Match}' in its name.");
        foreach ((int index, MqttRow row) in rows.Index())
        {
            string[] brokers = [.. options.Brokers.Where(kind => Serves(kind, row))];
            if (brokers.Length == 0)
                continue;
            await Console.Error.WriteLineAsync($"row {index + 1} of {rows.Length}: {row.Group}, {row.Name}");
            try
            {
                results.Add(row.NeedsFreshBroker ? await MeasureFreshAsync(row, brokers) : await MeasureAsync(row, brokers));
            }
            catch (BenchException problem)
            {
                await Console.Error.WriteLineAsync($"  {problem.Message}");
                isWhole = false;
                continue;
            }
            table.Write(results[^1]);
            if (options.JsonFile is { } file)
                await ResultFile.WriteAsync(file, results, stop);
        }
        return isWhole;
    }

    private async Task<MqttResult> MeasureAsync(MqttRow row, string[] kinds)
    {
        List<BrokerProcess> brokers = [];
        try
        {
            foreach (string kind in kinds)
            {
                brokers.Add(await StartAsync(kind));
                await row.WarmUpAsync(On(brokers[^1]));
            }
            MqttResult result = new(row, kinds.ToDictionary(kind => kind, _ => new List<MqttSample>()));
            for (int run = 1; run <= options.Runs; run++)
            {
                foreach (BrokerProcess broker in brokers)
                    Keep(result, broker.Kind, run, await row.RunAsync(On(broker)));
            }
            return result;
        }
        finally
        {
            foreach (BrokerProcess broker in brokers)
                broker.Dispose();
        }
    }

    private async Task<MqttResult> MeasureFreshAsync(MqttRow row, string[] kinds)
    {
        MqttResult result = new(row, kinds.ToDictionary(kind => kind, _ => new List<MqttSample>()));
        for (int run = 1; run <= options.Runs; run++)
        {
            foreach (string kind in kinds)
            {
                using BrokerProcess broker = await StartAsync(kind);
                await row.WarmUpAsync(On(broker));
                Keep(result, kind, run, await row.RunAsync(On(broker)));
            }
        }
        return result;
    }

    private static void Keep(MqttResult result, string kind, int run, MqttSample sample)
    {
        result.Samples[kind].Add(sample);
        string figures = ResultTable.Describe(result.Row.Shows, figure => sample.Figures[figure]);
        Console.Error.WriteLine($"  run {run}, {kind}: {figures} {string.Join("; ", sample.Remarks)}".TrimEnd());
    }

    private Task<BrokerProcess> StartAsync(string kind) => BrokerProcess.StartAsync(kind, certificates, options.Server, stop);

    private RunContext On(BrokerProcess broker) => new(broker, generator, certificates, options.Seconds, stop);

    private bool IsWanted(MqttRow row) =>
        options.Groups.Contains(row.Group) && row.Name.Contains(options.Match, StringComparison.OrdinalIgnoreCase);

    private bool Serves(string kind, MqttRow row) => kind switch
    {
        BrokerKind.Bare => !row.NeedsDelivery,
        BrokerKind.Ours => !row.NeedsTls || options.Server is null, // Until vehicles can enrol, the server has no port for MQTT over TLS.
        _ => true,
    };
}

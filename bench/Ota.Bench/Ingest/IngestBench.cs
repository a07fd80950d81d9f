using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Ota.Bench.Mqtt;

namespace Ota.Bench.Ingest;

/// <summary>Goes over the rows in turn, run after run, so that a slow minute of the machine hits each of them; then prints the medians.</summary>
internal static class IngestBench
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Contains("--help"))
        {
            Console.WriteLine(IngestOptions.Usage);
            return 0;
        }
        using CancellationTokenSource stop = new();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        DirectoryInfo scratch = Directory.CreateTempSubdirectory("ota-bench-");
        try
        {
            IngestOptions options = IngestOptions.Parse(args);
            await PinAsync(stop.Token);
            BenchCertificates certificates = await BenchCertificates.CreateAsync(scratch.FullName, TimeProvider.System.GetUtcNow());
            IngestRun run = new(options, certificates, stop.Token);
            Dictionary<string, List<IngestSample>> samples = options.Against.ToDictionary(kind => kind, _ => new List<IngestSample>());
            for (int i = 1; i <= options.Runs; i++)
            {
                foreach (string kind in options.Against)
                {
                    samples[kind].Add(await run.MeasureAsync(kind));
                    await Console.Error.WriteLineAsync($"run {i}, {kind}: {IngestTable.Describe([samples[kind][^1]])}");
                }
            }
            IngestTable.Write(options.Against, samples);
            return 0;
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

    /// <summary>All threads of this process, so that the peers that it starts are beside the generator too.</summary>
    private static async Task PinAsync(CancellationToken stop)
    {
        if (Environment.ProcessorCount < 2) throw new BenchException("Server and generator need a core each, and this machine has one.");
        string id = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        using Process taskset = Process.Start(new ProcessStartInfo(Tools.Find("taskset", "util-linux"), ["-a", "-p", "-c", "0", id]) { RedirectStandardOutput = true })!;
        await taskset.StandardOutput.ReadToEndAsync(stop);
        await taskset.WaitForExitAsync(stop);
    }
}

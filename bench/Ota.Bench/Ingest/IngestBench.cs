using System.Runtime.InteropServices;
using Ota.Bench.Mqtt;
using Ota.Bench.Whole;

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
            await GeneratorCore.PinAsync(stop.Token);
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
}

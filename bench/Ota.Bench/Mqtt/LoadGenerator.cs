using System.Text.Json;

namespace Ota.Bench.Mqtt;

/// <summary>mqttload, a load generator in C that is not ours, on the first core.</summary>
internal sealed class LoadGenerator
{
    private const int Core = 0;

    private static readonly TimeSpan CompileLimit = TimeSpan.FromMinutes(2);

    private readonly string _program;

    private LoadGenerator(string program) => _program = program;

    /// <summary>Compiles it into the scratch folder.</summary>
    public static async Task<LoadGenerator> CompileAsync(string sourceFolder, string scratch, CancellationToken stop)
    {
        string source = Path.Combine(sourceFolder, "mqttload.c");
        if (!File.Exists(source))
            throw new BenchException($"The load generator is not at {source}: name its folder with --mqttload DIR.");
        string program = Path.Combine(scratch, "mqttload");
        using PinnedProcess compiler = PinnedProcess.Start(
            Core, Tools.Find("gcc", "gcc"), "-O2", "-w", "-DWITH_TLS", "-o", program, source, "-lssl", "-lcrypto");
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(CompileLimit);
        (int code, _, string errors) = await compiler.EndAsync(limit.Token);
        return code == 0
            ? new LoadGenerator(program)
            : throw new BenchException($"The load generator does not compile (apt-get install libssl-dev?): {errors.Trim()}");
    }

    /// <summary>Runs it against the broker and gives its report.</summary>
    public async Task<JsonElement> RunAsync(RunContext run, bool isTls, params IEnumerable<string> arguments)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(run.Stop);
        limit.CancelAfter(run.Limit);
        string[] common = ["--port", $"{(isTls ? run.Broker.TlsPort : run.Broker.Port)}", "--pid", $"{run.Broker.Id}", "--src-ips", "64"];
        using PinnedProcess process = PinnedProcess.Start(
            Core, _program, [.. arguments, .. common, .. isTls ? run.Certificates.ClientArguments : []]);
        try
        {
            (int code, string output, string errors) = await process.EndAsync(limit.Token);
            return code == 0
                ? JsonElement.Parse(output)
                : throw new BenchException($"The load generator failed against '{run.Broker.Kind}': {output} {errors}".Trim());
        }
        catch (OperationCanceledException) when (!run.Stop.IsCancellationRequested)
        {
            throw new BenchException($"A run against '{run.Broker.Kind}' took longer than {run.Limit.TotalSeconds} s.");
        }
    }
}

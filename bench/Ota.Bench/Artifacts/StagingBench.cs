using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Ota.Bench.Mqtt;

namespace Ota.Bench.Artifacts;

/// <summary>
/// One large image from its file to a staged bundle, with the programs that people use: `ota bundles build --upload` hashes, uploads and makes
/// the draft, `ota bundles sign` stages it. Beside it, in the same round, sha256sum of the same file. Server and clients have both cores.
/// </summary>
internal static class StagingBench
{
    public static Task<int> RunAsync(string[] args) => ArtifactsBench.RunAsync(args, RunAsync);

    private static async Task RunAsync(string folder, int megabytes, int rounds)
    {
        string data = Path.Combine(folder, "data");
        using PinnedProcess server = PinnedProcess.Start(
            "0,1", "dotnet", Path.Combine(AppContext.BaseDirectory, "Ota.Server.dll"), "--data", data, "--address", "127.0.0.1",
            "--https-port", "0", "--mqtts-port", "0");
        if (await server.ReadLineAsync(CancellationToken.None) is null) throw new BenchException("The server did not start.");
        server.DiscardOutput();
        await PrepareAsync(folder, data);

        string file = Path.Combine(folder, "image.bin");
        List<double> sums = [];
        List<double> builds = [];
        List<double> signs = [];
        for (int round = 0; round < rounds; round++)
        {
            ArtifactsBench.Fill(file, megabytes, round); // New content each time, since what is there is not uploaded again.
            await File.WriteAllTextAsync(Path.Combine(folder, "bundle.yaml"), Manifest(round + 1));
            sums.Add(ArtifactsBench.Seconds("sha256sum", file));
            (double building, string bundle) = await OtaAsync(folder, data, "bundles build bundle.yaml --upload --output json");
            string name = JsonElement.Parse(bundle).GetProperty("name").GetString()!;
            builds.Add(building);
            signs.Add((await OtaAsync(folder, data, $"bundles sign {name} --key targets")).Seconds);
        }

        ArtifactsBench.Report("staging, build", ArtifactsBench.Median(builds), ArtifactsBench.Median(sums), "s", "ota", "sha256sum");
        ArtifactsBench.Report("staging, sign", ArtifactsBench.Median(signs), ArtifactsBench.Median(sums), "s", "ota", "sha256sum");
        double staged = ArtifactsBench.Median([.. builds.Zip(signs, (build, sign) => build + sign)]);
        ArtifactsBench.Report("staging, in all", staged, ArtifactsBench.Median(sums), "s", "ota", "sha256sum");
    }

    private static async Task PrepareAsync(string folder, string data)
    {
        const string fleet = "vin,model,year,market,ecu.1.serial,ecu.1.hardware_id,ecu.1.role\nWVWZZZ1KZAW000001,e-Up,2021,DE,gw-1,gw,primary\n";
        await File.WriteAllTextAsync(Path.Combine(folder, "fleet.csv"), fleet);
        await OtaAsync(folder, data, "vehicles import fleet.csv");
        await OtaAsync(folder, data, "keys generate root --scheme ecdsa --no-passphrase");
        await OtaAsync(folder, data, "keys generate targets --scheme ecdsa --no-passphrase");
        string online = (await OtaAsync(folder, data, "repo online-keys --repo image --output json")).Output;
        await File.WriteAllTextAsync(Path.Combine(folder, "online.json"), online);
        const string keys = "--root-key root.pub --root-threshold 1 --targets-key targets.pub --targets-threshold 1";
        await OtaAsync(folder, data, $"root init root.json --repo image {keys} --online online.json");
        await OtaAsync(folder, data, "root sign root.json --key root");
        await OtaAsync(folder, data, "root publish root.json --repo image --yes");
    }

    private static async Task<(double Seconds, string Output)> OtaAsync(string folder, string data, string commandLine)
    {
        ProcessStartInfo start = new("dotnet", [ArtifactsBench.Ota(), "--data", data, .. commandLine.Split(' ')])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        long started = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start) ?? throw new BenchException("ota did not start.");
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return process.ExitCode == 0 ? (seconds, output) : throw new BenchException($"ota {commandLine} ended with {process.ExitCode}: {await error}");
    }

    private static string Manifest(int release) => string.Create(CultureInfo.InvariantCulture, $$"""
        manifest: 1
        title: Benchmark
        version: "{{release}}"
        markets: { DE: [de] }
        images:
          - path: gw/fw-{{release}}.bin
            file: image.bin
            version: "{{release}}"
            hardwareIds: [gw]
            releaseCounter: {{release}}
            before: any
            order: 1
        preconditions: { minBatteryMillivolts: 12200 }
        durationMinutes: { expected: 20, longest: 40 }
        texts:
          de: { title: Neu, purpose: Messen., changes: Keine., duration: 20 Minuten., unavailable: Alles., instructions: Parken. }
        dossier:
          purpose: Measures.
          affectedSystems: [gateway]
          affectsRequirements: { answer: false, reason: None. }
          affectsParameters: { answer: false, reason: None. }
          safetyRelevant: { answer: false, reason: None. }
          approval: { state: notNeeded }
          execution: Parked.
          safetyEvidence: [SAFE-1]
          verification: [VV-1]
        """);
}

using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Ota.Bench.Mqtt;
using Ota.Bench.Report;
using Ota.Server.Bundles.Artifacts;
using Ota.Server.Hosting;

namespace Ota.Bench.Artifacts;

/// <summary>
/// One large artifact: bytes a second to curl from us and from nginx, which serves the very same file, plain and with TLS; and how long
/// `ota artifacts put` takes beside sha256sum. The servers are on the second core, the clients on the first, the rounds go over all in turn.
/// </summary>
internal static class ArtifactsBench
{
    public static Task<int> RunAsync(string[] args) => RunAsync(args, RunAsync);

    /// <summary>Runs a bench of so many megabytes and rounds in a folder that is gone afterwards.</summary>
    public static async Task<int> RunAsync(string[] args, Func<string, int, int, Task> bench)
    {
        int megabytes = Number(args, "--mb", 1000);
        int rounds = Number(args, "--rounds", 3);
        string folder = Directory.CreateTempSubdirectory("ota-bench-").FullName;
        try
        {
            await bench(folder, megabytes, rounds);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task RunAsync(string folder, int megabytes, int rounds)
    {
        string data = Path.Combine(folder, "data");
        string file = Path.Combine(folder, "image.bin");
        using PinnedProcess server = PinnedProcess.Start(
            1, "dotnet", Path.Combine(AppContext.BaseDirectory, "Ota.Server.dll"), "--data", data, "--address", "127.0.0.1", "--dev",
            "--https-port", "0", "--mqtts-port", "0", "--http-port", "0", "--grpc-port", "0", "--mqtt-port", "0");
        string line = await server.ReadLineAsync(CancellationToken.None) ?? throw new BenchException("The server did not start.");
        server.DiscardOutput();
        JsonElement urls = JsonDocument.Parse(line).RootElement.GetProperty("urls");

        List<double> puts = [];
        List<double> sums = [];
        string sha256 = "";
        for (int round = 0; round < rounds; round++)
        {
            sha256 = Fill(file, megabytes, round); // New content each time, since what is there is not uploaded again.
            sums.Add(Seconds("sha256sum", file));
            puts.Add(Seconds("dotnet", Ota(), "--data", data, "artifacts", "put", file));
        }

        Report("artifacts, put", Median(puts), Median(sums), "s", "put", "sha256sum");
        string path = new ArtifactUrls(new HostingOptions { Data = data }, TimeProvider.System, RandomNumberGenerator.Create())
            .Sign(sha256, TimeProvider.System.GetUtcNow().AddDays(1));
        using NginxProcess nginx = await NginxProcess.StartAsync(folder, data);
        string authority = Path.Combine(data, "pki", "root.crt");
        foreach ((string name, string ours, string theirs) in new[]
        {
            ("plain", urls.GetProperty("http").GetString()!, nginx.PlainUrl), ("TLS", urls.GetProperty("https").GetString()!, nginx.TlsUrl),
        })
        {
            List<double> mine = [];
            List<double> peers = [];
            for (int round = -1; round < rounds; round++)
            {
                double first = Download(authority, ours + path);
                double second = Download(authority, theirs + path);
                if (round < 0) continue; // Warms up code and page cache.
                mine.Add(first);
                peers.Add(second);
            }

            Report($"artifacts, {name}", Median(mine), Median(peers), "MB/s", "ours", "nginx");
        }
    }

    internal static string Fill(string file, int megabytes, int seed)
    {
        using FileStream to = new(file, FileMode.Create);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Random random = new(seed);
        byte[] piece = new byte[1_000_000];
        for (int i = 0; i < megabytes; i++)
        {
            random.NextBytes(piece);
            to.Write(piece);
            hash.AppendData(piece);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static double Download(string authority, string url)
    {
        string speed = Run(
            "taskset", "-c", "0", "curl", "--silent", "--show-error", "--fail", "--http1.1", "--cacert", authority, "--output", "/dev/null",
            "--write-out", "%{speed_download}", url);
        return double.Parse(speed, CultureInfo.InvariantCulture) / 1e6;
    }

    internal static double Seconds(string program, params string[] arguments)
    {
        long start = Stopwatch.GetTimestamp();
        Run(program, arguments);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static string Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })
            ?? throw new BenchException($"{program} did not start.");
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new BenchException($"{program} ended with {process.ExitCode}.");
    }

    internal static string Ota()
    {
        string path = Path.Combine(Tools.RepositoryRoot(), "src/Ota.Cli/bin/Release/net10.0/ota.dll");
        return File.Exists(path) ? path : throw new BenchException("Build src/Ota.Cli with -c Release first.");
    }

    internal static void Report(string row, double ours, double theirs, string unit, string us, string them)
    {
        Measured.Tell(row, ours, unit, them, theirs);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{row,-16} {us} {ours,8:F2} {unit}   {them} {theirs,8:F2} {unit}   ratio {ours / theirs:F2}"));
    }

    internal static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    internal static int Number(string[] args, string name, int normal)
    {
        int at = Array.IndexOf(args, name);
        return at < 0 ? normal : int.Parse(args[at + 1], CultureInfo.InvariantCulture);
    }
}

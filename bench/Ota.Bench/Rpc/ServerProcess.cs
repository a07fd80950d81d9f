using System.Diagnostics;
using System.Globalization;

namespace Ota.Bench.Rpc;

/// <summary>A server under test: started on the second core, killed at the end.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, int port)
    {
        _process = process;
        Address = new Uri($"http://127.0.0.1:{port}");
    }

    public Uri Address { get; }

    /// <summary>User and system time used so far, in seconds.</summary>
    public double CpuSeconds
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime.TotalSeconds;
        }
    }

    public static async Task<ServerProcess> StartAsync(string kind)
    {
        ProcessStartInfo start = new("taskset") { RedirectStandardOutput = true };
        foreach (string argument in Arguments(kind))
            start.ArgumentList.Add(argument);
        start.Environment["NODE_PATH"] = Path.Combine(RepositoryRoot(), "tests/peers/node_modules");
        start.Environment["DOTNET_TieredPGO"] = "1";
        Process process = Process.Start(start) ?? throw new InvalidOperationException("taskset did not start: install util-linux.");
        string? line = await process.StandardOutput.ReadLineAsync();
        return line is not null && line.StartsWith("LISTENING ", StringComparison.Ordinal)
            ? new ServerProcess(process, int.Parse(line["LISTENING ".Length..], CultureInfo.InvariantCulture))
            : throw new InvalidOperationException($"The server '{kind}' did not start; for grpc-js run tests/install.sh first.");
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static string[] Arguments(string kind) => kind == "grpc-js"
        ? ["-c", "1", "node", Path.Combine(AppContext.BaseDirectory, "Rpc/grpc-js-server.js")]
        : ["-c", "1", "dotnet", Path.Combine(AppContext.BaseDirectory, "Ota.Bench.dll"), "serve", kind];

    private static string RepositoryRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "OtaBackend.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("Run the benchmark from the repository.");
    }
}

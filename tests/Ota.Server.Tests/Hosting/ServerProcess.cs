using System.Diagnostics;
using System.Text.Json;

namespace Ota.Server.Tests.Hosting;

/// <summary>The built executable as a process of its own.</summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _errors;

    public ServerProcess(params string[] args)
    {
        string[] all = [Path.Combine(AppContext.BaseDirectory, "Ota.Server.dll"), .. args];
        _process = Process.Start(new ProcessStartInfo("dotnet", all) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _errors = _process.StandardError.ReadToEndAsync();
    }

    public int Id => _process.Id;

    /// <summary>A server on loopback and free ports.</summary>
    public static ServerProcess In(string data, params string[] more) =>
        new(["--data", data, "--address", "127.0.0.1", "--https-port", "0", "--mqtts-port", "0", "--http-port", "0", .. more]);

    /// <summary>What the server says once it listens.</summary>
    public async Task<JsonElement> EndpointsAsync()
    {
        string? line = await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        if (line is null) throw new InvalidOperationException("The server did not start: " + await _errors);
        return JsonDocument.Parse(line).RootElement;
    }

    public async Task SignalAsync(string signal)
    {
        using Process kill = Process.Start("kill", ["-s", signal, $"{Id}"]);
        await kill.WaitForExitAsync();
    }

    public async Task<(int Code, string Out, string Error)> ExitAsync()
    {
        string rest = await _process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return (_process.ExitCode, rest, await _errors);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit(Patience); // A folder that a dying process still writes to cannot be removed.
        _process.Dispose();
    }
}

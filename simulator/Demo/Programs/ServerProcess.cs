using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Ota.Simulator.Demo.Programs;

/// <summary>The server as a child process, which can be killed and comes back on the same folder and ports. It goes when this goes.</summary>
/// <param name="programs">Where it is.</param>
/// <param name="data">Its folder.</param>
/// <param name="log">Takes what it logs.</param>
/// <param name="more">Further flags.</param>
/// <param name="time">The clock.</param>
internal sealed class ServerProcess(BuiltPrograms programs, string data, string log, IReadOnlyList<string> more, TimeProvider time) : IAsyncDisposable
{
    private const int ShownLines = 5;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private Process? _process;
    private Task _logging = Task.CompletedTask;

    /// <summary>Where it listens; the same from its first start on.</summary>
    public ServerPorts Ports { get; private set; } = new(0, 0, 0);

    public int Id => _process?.Id ?? 0;

    /// <summary>Starts it and waits until it says that it is ready.</summary>
    /// <exception cref="DemoException">It ended instead, or never was.</exception>
    public async Task StartAsync(CancellationToken stop)
    {
        string[] arguments =
        [
            programs.Server, "--data", data, "--address", "127.0.0.1", "--https-port", Text(Ports.Https), "--mqtts-port", Text(Ports.Mqtts),
            "--http-port", Text(Ports.Http), .. more,
        ];
        ProcessStartInfo start = new(programs.Host, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("OTA_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        start.Environment["DOTNET_TieredPGO"] = "0"; // Measuring itself pays after minutes, and this is over by then.
        _process = Process.Start(start) ?? throw new DemoException($"{programs.Host} could not be started.");
        TaskCompletionSource listens = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _logging = Task.WhenAll(LogAsync(_process.StandardError, null), LogAsync(_process.StandardOutput, listens));
        Task first = await Task.WhenAny(listens.Task, _logging, Task.Delay(Patience, time, stop));
        stop.ThrowIfCancellationRequested();
        if (first != listens.Task) throw new DemoException($"The server did not start. {Said()}");
        Ports = ServerPorts.Read(data);
        await ReadyAsync(stop);
    }

    /// <summary>As a crash would: SIGKILL.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process) return;
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        await _logging;
        process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _http.Dispose();
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private async Task ReadyAsync(CancellationToken stop)
    {
        long began = time.GetTimestamp();
        string said = "nothing";
        while (time.GetElapsedTime(began) < Patience)
        {
            if (_process!.HasExited) throw new DemoException($"The server ended. {Said()}");
            try
            {
                using HttpResponseMessage answer = await _http.GetAsync($"http://127.0.0.1:{Ports.Http}/readyz", stop);
                if (answer.StatusCode == HttpStatusCode.OK) return;
                said = await answer.Content.ReadAsStringAsync(stop);
            }
            catch (HttpRequestException e)
            {
                said = e.Message;
            }

            await Task.Delay(Glance, time, stop);
        }

        throw new DemoException($"The server is not ready after {Patience.TotalSeconds:0} s: {said}");
    }

    private async Task LogAsync(StreamReader from, TaskCompletionSource? listens)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            lock (_http) File.AppendAllText(log, line + "\n");
            if (line.StartsWith("{\"https\":", StringComparison.Ordinal)) listens?.TrySetResult();
        }
    }

    private string Said() => File.Exists(log)
        ? $"It said: {string.Join(" / ", File.ReadLines(log).TakeLast(ShownLines))}"
        : "It said nothing.";
}

using System.Diagnostics;
using System.Globalization;

namespace Ota.Server.Tests.Telemetry.History;

/// <summary>An <see cref="Appender"/> in a process of its own.</summary>
internal sealed class AppenderProcess : IDisposable
{
    public const string FolderVariable = "OTA_TEST_APPENDER_FOLDER";

    public const string FromVariable = "OTA_TEST_APPENDER_FROM";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;

    public AppenderProcess(string folder, ulong from)
    {
        string assembly = typeof(AppenderProcess).Assembly.Location;
        ProcessStartInfo start = new("dotnet", ["exec", assembly]) { RedirectStandardOutput = true };
        start.Environment["DOTNET_STARTUP_HOOKS"] = assembly;
        start.Environment[FolderVariable] = folder;
        start.Environment[FromVariable] = from.ToString(CultureInfo.InvariantCulture);
        _process = Process.Start(start)!;
    }

    /// <summary>Waits for so many acknowledgements, kills the process with SIGKILL, and returns all that it printed before it died.</summary>
    public async Task<List<ulong>> KillAfterAsync(int acknowledgements)
    {
        List<ulong> numbers = [];
        while (await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            // The last line may be cut off by the kill: then nobody was told.
            if (numbers.Count >= acknowledgements && !line.All(char.IsAsciiDigit)) break;
            numbers.Add(ulong.Parse(line, CultureInfo.InvariantCulture));
            if (numbers.Count == acknowledgements) _process.Kill();
        }
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return numbers;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}

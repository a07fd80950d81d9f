using System.Diagnostics;
using System.Globalization;

namespace Ota.Server.Tests.Artifacts;

/// <summary>A process that uploads into a folder and kills itself (SIGKILL) before a given step.</summary>
internal static class UploaderProcess
{
    public const string FolderVariable = "OTA_TEST_UPLOADER_FOLDER";

    private const string StepVariable = "OTA_TEST_UPLOADER_STEP";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static Content Content { get; } = Content.Of(seed: 7, length: 5_000_000);

    /// <summary>What the process itself does; each line is an offset that was acknowledged.</summary>
    public static async Task RunAsync(string folder)
    {
        int left = int.Parse(Environment.GetEnvironmentVariable(StepVariable)!, CultureInfo.InvariantCulture);
        LocalUploads local = new(folder, reached: _ =>
        {
            if (Interlocked.Decrement(ref left) < 0) Process.GetCurrentProcess().Kill();
        });
        await using StreamWriter output = new(Console.OpenStandardOutput()) { AutoFlush = true };
        await local.PutAsync(Content, offset => output.WriteLine(offset));
    }

    /// <summary>Runs it to its end.</summary>
    /// <returns>Whether it was killed, and the last offset that it had acknowledged.</returns>
    public static async Task<(bool Killed, long Acknowledged)> RunUntilAsync(string folder, int step)
    {
        string assembly = typeof(UploaderProcess).Assembly.Location;
        ProcessStartInfo start = new("dotnet", ["exec", assembly]) { RedirectStandardOutput = true };
        start.Environment["DOTNET_STARTUP_HOOKS"] = assembly;
        start.Environment[FolderVariable] = folder;
        start.Environment[StepVariable] = step.ToString(CultureInfo.InvariantCulture);
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await process.WaitForExitAsync().WaitAsync(Patience);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return (process.ExitCode != 0, lines.Length == 0 ? 0 : long.Parse(lines[^1], CultureInfo.InvariantCulture));
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Ota.Testing;

namespace Ota.Server.Tests.Director;

/// <summary>A process in which a real server signs for one vehicle again and again, since its clock leaps from request to request.</summary>
internal static class DirectorProcess
{
    public const string FolderVariable = "OTA_TEST_DIRECTOR_FOLDER";
    public const string VidVariable = "OTA_TEST_DIRECTOR_VID";
    public const string StartVariable = "OTA_TEST_DIRECTOR_START";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>What the process itself does; each line is a version that was served.</summary>
    public static async Task RunAsync(string folder)
    {
        string vid = Environment.GetEnvironmentVariable(VidVariable)!;
        ManualTime time = new(DateTimeOffset.Parse(Environment.GetEnvironmentVariable(StartVariable)!, CultureInfo.InvariantCulture));
        await using DirectorServer server = await DirectorServer.StartAsync(time, folder, isNew: false);
        await using StreamWriter output = new(Console.OpenStandardOutput()) { AutoFlush = true };
        while (true)
        {
            using JsonDocument timestamp = JsonDocument.Parse(await server.GetAsync(vid, "timestamp.json"));
            await output.WriteLineAsync($"version {timestamp.RootElement.GetProperty("signed").GetProperty("version").GetInt64()} {time.GetUtcNow():O}");
            time.Jump(TimeSpan.FromHours(13));
        }
    }

    /// <summary>Runs it until it has served so many versions, and kills it (SIGKILL) while it goes on.</summary>
    /// <returns>The versions that were served, and the time in there when it was killed.</returns>
    public static async Task<(IReadOnlyList<long> Versions, DateTimeOffset Time)> KillAfterAsync(string folder, string vid, DateTimeOffset start, int served)
    {
        string assembly = typeof(DirectorProcess).Assembly.Location;
        ProcessStartInfo info = new("dotnet", ["exec", assembly]) { RedirectStandardOutput = true };
        info.Environment["DOTNET_STARTUP_HOOKS"] = assembly;
        info.Environment[FolderVariable] = folder;
        info.Environment[VidVariable] = vid;
        info.Environment[StartVariable] = start.ToString("O", CultureInfo.InvariantCulture);
        using Process process = Process.Start(info)!;
        List<string[]> lines = [];
        try
        {
            while (lines.Count < served && await process.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line) Keep(line);
        }
        finally
        {
            process.Kill();
        }

        foreach (string line in (await process.StandardOutput.ReadToEndAsync().WaitAsync(Patience)).Split('\n')) Keep(line);
        await process.WaitForExitAsync().WaitAsync(Patience);
        return ([.. lines.Select(words => long.Parse(words[1], CultureInfo.InvariantCulture))],
            DateTimeOffset.Parse(lines[^1][2], CultureInfo.InvariantCulture));

        void Keep(string line)
        {
            if (line.Split(' ') is ["version", _, { Length: > 30 }] words) lines.Add(words);
        }
    }
}

using System.Diagnostics;
using Ota.Testing;

namespace Ota.EndToEnd.Cli;

/// <summary>`ota` as a process in an empty folder, with an environment that names no server.</summary>
internal sealed class OtaTool : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();

    /// <summary>Variables for the runs to come.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    public string this[string relative] => _folder[relative];

    public string Folder => _folder.Path;

    public void Write(string relative, string text) => File.WriteAllText(_folder[relative], text);

    public Task<OtaRun> RunAsync(params string[] arguments) => RunProgramAsync("dotnet", [BuiltProgram.Ota, .. arguments]);

    /// <summary>Runs a bash script that finds this build as `ota` on its path.</summary>
    public Task<OtaRun> BashAsync(string script)
    {
        string programs = Directory.CreateDirectory(_folder["programs"]).FullName;
        string shim = Path.Combine(programs, "ota");
        File.WriteAllText(shim, $"#!/bin/sh\nexec dotnet '{BuiltProgram.Ota}' \"$@\"\n");
        return RunProgramAsync("bash", ["--norc", "-c", $"chmod +x '{shim}'\nPATH='{programs}':$PATH\n{script}"]);
    }

    public Process Start(string program, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("OTA_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        start.Environment["HOME"] = Folder;
        start.Environment["XDG_CONFIG_HOME"] = Path.Combine(Folder, ".config");
        foreach ((string name, string value) in Environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Waits for the end of a process and takes what it wrote.</summary>
    public static async Task<OtaRun> EndAsync(Process process)
    {
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        return new OtaRun(process.ExitCode, await output, await error);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<OtaRun> RunProgramAsync(string program, IEnumerable<string> arguments)
    {
        using Process process = Start(program, arguments);
        return await EndAsync(process);
    }
}

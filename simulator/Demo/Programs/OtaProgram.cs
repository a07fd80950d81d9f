using System.Diagnostics;
using Ota.Simulator.Demo.Screen;

namespace Ota.Simulator.Demo.Programs;

/// <summary>Operators' work: each act is a run of the real `ota`, and its command line is shown, so that it can be repeated.</summary>
internal sealed class OtaProgram(BuiltPrograms programs, DemoFolder folder, Teller teller)
{
    private const int WidestCommand = 110;

    /// <summary>Runs and shows it.</summary>
    /// <exception cref="DemoException">It failed.</exception>
    public async Task<string> RunAsync(CancellationToken stop, params string[] arguments)
    {
        teller.Command(Line(arguments));
        return await RunQuietlyAsync(stop, arguments);
    }

    /// <summary>Runs it without showing it: one of many that are alike.</summary>
    /// <exception cref="DemoException">It failed.</exception>
    public async Task<string> RunQuietlyAsync(CancellationToken stop, params string[] arguments)
    {
        (int code, string output, string error) = await StartAsync(arguments, stop);
        return code == 0 ? output : throw new DemoException($"`{Line(arguments)}` failed: {Reason(error)}");
    }

    /// <summary>Runs and shows what the server has to refuse.</summary>
    /// <returns>How it refused.</returns>
    /// <exception cref="DemoException">It did not.</exception>
    public async Task<string> RefusedAsync(CancellationToken stop, params string[] arguments)
    {
        teller.Command(Line(arguments));
        (int code, string _, string error) = await StartAsync(arguments, stop);
        return code == 1 ? Reason(error) : throw new DemoException($"`{Line(arguments)}` should have been refused, and ended with {code}.");
    }

    // What comes before it shows what the refused thing was.
    private static string Reason(string error) =>
        error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() is not { } last ? "it said nothing"
        : last.StartsWith("ota: ", StringComparison.Ordinal) ? last["ota: ".Length..] : last;

    private static string Line(string[] arguments)
    {
        string line = $"ota {string.Join(' ', arguments.Select(Quote))}";
        return line.Length <= WidestCommand ? line : $"{line[..(WidestCommand - 1)]}…";
    }

    private static string Quote(string argument) => argument.Contains(' ', StringComparison.Ordinal) ? $"'{argument}'" : argument;

    private async Task<(int Code, string Output, string Error)> StartAsync(string[] arguments, CancellationToken stop)
    {
        ProcessStartInfo start = new(programs.Host, [programs.Ota, .. arguments])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // A reader's own settings may name another server.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("OTA_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        start.Environment["OTA_DATA"] = folder.Server;
        using Process process = Process.Start(start) ?? throw new DemoException($"{programs.Host} could not be started.");
        try
        {
            process.StandardInput.Close();
            Task<string> output = process.StandardOutput.ReadToEndAsync(stop);
            Task<string> error = process.StandardError.ReadToEndAsync(stop);
            await process.WaitForExitAsync(stop);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}

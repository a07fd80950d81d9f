using System.Diagnostics;

namespace Ota.Bench.Mqtt;

/// <summary>A child process on one core, with as many descriptors as the system allows; killed at the end if it has not gone.</summary>
internal sealed class PinnedProcess : IDisposable
{
    private readonly Process _process;

    private PinnedProcess(Process process) => _process = process;

    /// <summary>That of the program itself: shell and taskset replace themselves by it.</summary>
    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public static PinnedProcess Start(int core, string program, params IEnumerable<string> arguments) => Start($"{core}", program, arguments);

    /// <summary>On several cores, as taskset names them: <c>0,1</c>.</summary>
    public static PinnedProcess Start(string cores, string program, params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new("/bin/sh") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        string[] prefix = ["-c", "ulimit -n \"$(ulimit -Hn)\"; exec \"$@\"", "sh", Tools.Find("taskset", "util-linux"), "-c", cores, program];
        foreach (string argument in prefix.Concat(arguments))
            start.ArgumentList.Add(argument);
        return new PinnedProcess(Process.Start(start) ?? throw new BenchException($"{program} did not start."));
    }

    public async Task<string?> ReadLineAsync(CancellationToken stop) => await _process.StandardOutput.ReadLineAsync(stop);

    /// <summary>Waits for the end; gives the exit code and both outputs.</summary>
    public async Task<(int Code, string Output, string Errors)> EndAsync(CancellationToken stop)
    {
        Task<string> output = _process.StandardOutput.ReadToEndAsync(stop);
        Task<string> errors = _process.StandardError.ReadToEndAsync(stop);
        await _process.WaitForExitAsync(stop);
        return (_process.ExitCode, await output, await errors);
    }

    /// <summary>Nobody is interested in what it prints, but a full pipe would stop it.</summary>
    public void DiscardOutput()
    {
        _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        _ = _process.StandardError.BaseStream.CopyToAsync(Stream.Null);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}

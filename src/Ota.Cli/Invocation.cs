using System.CommandLine;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;
using Ota.Cli.Output;
using Ota.Cli.Usage;

namespace Ota.Cli;

/// <summary>Parses and runs one command line. Whatever happens, the operator reads sentences and the script gets an exit code.</summary>
internal static class Invocation
{
    private static readonly InvocationConfiguration Configuration = new()
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null, // Signals are handled here.
    };

    /// <param name="root">All commands.</param>
    /// <param name="args">The command line.</param>
    /// <param name="around">Where it runs.</param>
    /// <param name="end">Ends it as Ctrl+C does.</param>
    public static async Task<int> RunAsync(RootCommand root, string[] args, Surroundings around, CancellationToken end = default)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(end);
        int interrupted = ExitCode.Interrupted;
        using PosixSignalRegistration onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, ExitCode.Interrupted));
        using PosixSignalRegistration onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, ExitCode.Terminated));
        try
        {
            ParseResult given = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            return given.Action is ParseErrorAction
                ? UsageErrors.Report(given, around)
                : await given.InvokeAsync(Configuration, stop.Token);
        }
        catch (CliException e)
        {
            foreach (string sentence in e.Sentences) around.Complain(sentence);
            return e.ExitCode;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            around.Complain("Interrupted; look whether the change was made, if it was one.");
            return interrupted;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            around.Complain($"{e.Message} Check the disk and the permissions, then try again.");
            return ExitCode.Refused;
        }
        catch (Exception e) // The last resort: a defect must not look like a crash of the terminal.
        {
            around.Complain($"This is a defect of ota, please report it with the command line: {e.GetType().Name}: {e.Message}");
            return ExitCode.Refused;
        }

        void Stop(PosixSignalContext signal, int exitCode)
        {
            signal.Cancel = true;
            interrupted = exitCode;
            stop.Cancel();
        }
    }
}

using Spectre.Console;

namespace Ota.Cli.Artifacts;

/// <summary>How far one file is, for a person at a terminal; elsewhere nothing is shown.</summary>
internal sealed class ProgressBar
{
    private readonly ProgressTask? _hashing;
    private readonly ProgressTask? _sending;

    private ProgressBar(ProgressTask? hashing, ProgressTask? sending)
    {
        _hashing = hashing;
        _sending = sending;
    }

    public static Task<T> ShowAsync<T>(Session session, string path, long length, Func<ProgressBar, Task<T>> work) =>
        ShowAsync(session.Around, path, length, work);

    public static async Task<T> ShowAsync<T>(Output.Surroundings around, string path, long length, Func<ProgressBar, Task<T>> work)
    {
        if (!around.ErrorIsTerminal) return await work(new ProgressBar(null, null));
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(around.Error) });
        return await console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
            .StartAsync(progress =>
            {
                string name = Markup.Escape(Output.Printable.Line(Path.GetFileName(path)));
                ProgressTask hashing = progress.AddTask($"Hashing {name}", maxValue: Math.Max(1, length));
                ProgressTask sending = progress.AddTask($"Sending {name}", autoStart: false, maxValue: Math.Max(1, length));
                return work(new ProgressBar(hashing, sending));
            });
    }

    public void Hashed(long bytes)
    {
        if (_hashing is not null) _hashing.Value = bytes;
    }

    public void Sent(long bytes)
    {
        if (_sending is null) return;
        _sending.StartTask();
        _sending.Value = bytes;
    }
}

using Spectre.Console;

namespace Ota.Cli.Repositories;

/// <summary>How far a check is, for a person at a terminal; elsewhere nothing is shown.</summary>
internal sealed class CheckProgress
{
    private readonly ProgressTask? _task;

    private CheckProgress(ProgressTask? task) => _task = task;

    public static async Task<T> ShowAsync<T>(Session session, Func<CheckProgress, Task<T>> work)
    {
        if (!session.Around.ErrorIsTerminal) return await work(new CheckProgress(null));
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(session.Around.Error) });
        return await console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(progress => work(new CheckProgress(progress.AddTask("Checking"))));
    }

    public void Advance(long done, long total)
    {
        if (_task is null) return;
        _task.MaxValue = Math.Max(1, total);
        _task.Value = done;
    }
}

using Spectre.Console;

namespace Ota.Cli.Output;

/// <summary>Shows on a terminal that a call takes its time. Quick calls show nothing, and so do pipes.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(700);

    public static async Task<T> ForAsync<T>(Task<T> work, string sentence, Surroundings around)
    {
        if (!around.ErrorIsTerminal) return await work;
        using CancellationTokenSource done = new();
        Task patience = Task.Delay(Patience, around.Time, done.Token);
        bool isQuick = await Task.WhenAny(work, patience) == work;
        await done.CancelAsync();
        if (isQuick) return await work;
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(around.Error) });
        return await console.Status().StartAsync(Markup.Escape(sentence), _ => work);
    }
}

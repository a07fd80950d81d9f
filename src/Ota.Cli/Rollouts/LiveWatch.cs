using System.Threading.Channels;
using Ota.Cli.Output;
using Ota.V1;
using Spectre.Console;

namespace Ota.Cli.Rollouts;

/// <summary>A rollout on a terminal, redrawn in place once a second.</summary>
internal static class LiveWatch
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(Session session, RolloutWatch watch, string name)
    {
        // Only the newest matters: a terminal that is slow shows the newest late, never all of them ever later.
        Channel<Rollout> newest = Channel.CreateBounded<Rollout>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true, SingleWriter = true });
        Task reading = ReadAsync(watch.RunAsync(name), newest.Writer);
        if (await newest.Reader.WaitToReadAsync(CancellationToken.None))
        {
            IAnsiConsole console = Consoles.ForOut(session.Around);
            await console.Live(new Text("")).Overflow(VerticalOverflow.Crop).Cropping(VerticalOverflowCropping.Bottom)
                .StartAsync(live => DrawAsync(session, watch, newest.Reader, console, live));
        }

        await reading;
    }

    private static async Task DrawAsync(Session session, RolloutWatch watch, ChannelReader<Rollout> newest, IAnsiConsole console, LiveDisplayContext live)
    {
        Rollout? shown = null;
        while (newest.TryRead(out Rollout? next) || !newest.Completion.IsCompleted)
        {
            shown = next ?? shown;
            if (shown is not null) live.UpdateTarget(new WatchScreen(console.Profile.Width).Draw(shown, session.Now, watch.IsCutOff));
            await Task.WhenAny(Task.Delay(Pause, session.Around.Time, session.Stop), newest.Completion);
        }
    }

    // Ends with the updates, or with what went wrong with them.
    private static async Task ReadAsync(IAsyncEnumerable<Rollout> updates, ChannelWriter<Rollout> newest)
    {
        try
        {
            await foreach (Rollout rollout in updates) await newest.WriteAsync(rollout);
        }
        finally
        {
            newest.Complete();
        }
    }
}

using System.Threading.Channels;
using Ota.Cli.Output;
using Ota.V1;
using Spectre.Console;

namespace Ota.Cli.Rollouts;

/// <summary>A rollout on a terminal, redrawn in place once a second at most.</summary>
internal static class LiveWatch
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(Session session, IAsyncEnumerable<Rollout> updates)
    {
        // Only the newest matters: a terminal that is slow shows the newest late, never all of them ever later.
        Channel<Rollout> newest = Channel.CreateBounded<Rollout>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true, SingleWriter = true });
        Task reading = ReadAsync(updates, newest.Writer);
        IAnsiConsole console = Consoles.ForOut(session.Around);
        await console.Live(new Text("")).Overflow(VerticalOverflow.Crop).Cropping(VerticalOverflowCropping.Bottom).StartAsync(async live =>
        {
            await foreach (Rollout rollout in newest.Reader.ReadAllAsync(CancellationToken.None))
            {
                live.UpdateTarget(new WatchScreen(console.Profile.Width).Draw(rollout, session.Now));
                await Task.WhenAny(Task.Delay(Pause, session.Around.Time, session.Stop), newest.Reader.Completion);
            }
        });
        await reading;
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

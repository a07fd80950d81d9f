using System.CommandLine;
using Ota.Cli.Connection;
using Ota.Cli.Output;
using Ota.Cli.Usage;
using Ota.V1;

namespace Ota.Cli.Rollouts;

/// <summary>`ota rollouts watch`.</summary>
internal static class WatchCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<string> rollout = RolloutArgument.Create();
        Option<RolloutState> until = WordOption.Create(
            "--until", Words.RolloutStates, "Ends when it stands there; when it has ended unless given. If it ends elsewhere, the exit code is 1.");
        Command command = new(
            "watch",
            "Shows a rollout as it goes on: waves, where the vehicles are, rates, failures, work lists. Without a terminal a line for each change, with "
            + "--output json an object on a line for each. A server that restarts is waited for. Ctrl+C leaves it; the rollout goes on.")
        {
            rollout,
            until,
        };
        verbs.SetAction(command, async (given, session) =>
        {
            RolloutWatch watch = new(session, given.GetValue(until));
            try
            {
                Rollout found = await RolloutArgument.FindAsync(session, given.GetRequiredValue(rollout));
                await session.GuardAsync(() => ShowAsync(session, watch, found.Name));
            }
            catch (OperationCanceledException) when (session.Stop.IsCancellationRequested)
            {
                return; // Who has seen enough has done nothing wrong.
            }

            watch.Judge();
        });
        return command.WithExamples(
            "ota rollouts watch 3f9a12bc44d0",
            "# Wait in a script, and tell whether it was completed:",
            "ota rollouts watch 3f9a12bc44d0 --until completed > watch.log",
            "ota rollouts watch 3f9a12bc44d0 --output json | jq '{state, population, rates}'");
    }

    private static async Task ShowAsync(Session session, RolloutWatch watch, string name)
    {
        if (session.Format is OutputFormat.Table && session.Around.OutIsTerminal)
        {
            await LiveWatch.RunAsync(session, watch, name);
            return;
        }

        WatchLines lines = new();
        await foreach (Rollout rollout in watch.RunAsync(name))
        {
            if (session.Format is OutputFormat.Json)
                JsonOutput.WriteLine(session.Around.Out, rollout);
            else
                foreach (string line in lines.Next(rollout, session.Now)) session.Around.Out.WriteLine(Printable.Line(line));
            await session.Around.Out.FlushAsync(session.Stop);
        }
    }
}

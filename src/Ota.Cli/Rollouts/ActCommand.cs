using System.CommandLine;
using Ota.Cli.Operators;
using Ota.Cli.Usage;
using Ota.V1;

namespace Ota.Cli.Rollouts;

/// <summary>The command of an act.</summary>
internal static class ActCommand
{
    public static Command Create(Verbs verbs, Act act)
    {
        Argument<string> rollout = RolloutArgument.Create();
        Option<string> reason = ReasonOption.Create();
        Option<bool> yes = Confirmation.CreateOption();
        Command command = new(act.Name, act.Description) { rollout };
        if (act.NeedsReason) command.Add(reason);
        if (act.Question is not null) command.Add(yes);
        verbs.SetAction(command, async (given, session) =>
        {
            Rollout found = await RolloutArgument.FindAsync(session, given.GetRequiredValue(rollout));
            if (act.Question is { } question) await Confirmation.AskAsync(question(found), given.GetValue(yes), session.Around, session.Stop);
            RolloutActRequest request = new() { Name = found.Name, Reason = act.NeedsReason ? given.GetRequiredValue(reason) : "" };
            Rollout changed = await session.CallAsync(act.Doing, options => act.Call(session, request, options));
            session.Write(changed, output => RolloutTable.Write(output, [changed], withHeadings: true));
            if (act.Next(RolloutArgument.Short(changed.Name)) is { Length: > 0 } next) session.Say(next);
        });
        return command.WithExamples([.. act.Examples]);
    }
}

using System.CommandLine;
using Ota.Cli.Usage;
using Ota.V1;

namespace Ota.Cli.Rollouts;

/// <summary>`ota rollouts show`.</summary>
internal static class ShowRolloutCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<string> rollout = RolloutArgument.Create();
        Command command = new(
            "show", "Shows one rollout: where it stands and why, its waves, where all vehicles are, failures, work lists, policy, approvals, what happened.") { rollout };
        verbs.SetAction(command, async (given, session) =>
        {
            Rollout found = await RolloutArgument.FindAsync(session, given.GetRequiredValue(rollout));
            session.Write(found, output => new RolloutPage(found, session.Now).Write(output));
        });
        return command.WithExamples("ota rollouts show 3f9a12bc44d0", "ota rollouts show 3f9a12bc44d0 --output json | jq -r .policy | base64 -d");
    }
}

using System.CommandLine;
using Google.Protobuf;
using Ota.Cli.Connection;
using Ota.Cli.Operators;
using Ota.Cli.Output;
using Ota.Cli.Usage;
using Ota.V1;

namespace Ota.Cli.Rollouts;

/// <summary>`ota rollouts approve`.</summary>
internal static class ApproveCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<string> rollout = RolloutArgument.Create();
        Option<bool> yes = Confirmation.CreateOption();
        Command command = new(
            "approve",
            "Approves a draft, or an amendment that waits: shows what it is, asks, and signs the digests of bundle, population and policy with the key of your "
            + "client certificate. Not for its author, and not with a token, which has no key.")
        {
            rollout,
            yes,
        };
        verbs.SetAction(command, async (given, session) =>
        {
            if (session.Connection.Settings.Credential is not OperatorCredential.Certificate signer)
                throw CliException.Refused("Approving takes the key of a client certificate, and this is not signed in with one: use --cert with --key, or --data DIR.");
            Rollout found = await RolloutArgument.FindAsync(session, given.GetRequiredValue(rollout));
            if (found.ApprovalStatement.IsEmpty)
                throw CliException.Refused($"There is nothing to approve: {found.Name} is {Words.Of(found.State)} and no amendment waits.");
            ApprovalReview review = await ApprovalReview.MakeAsync(session, found);
            review.Write(TableOutput.ForError(session.Around));
            await Confirmation.AskAsync(review.Question, given.GetValue(yes), session.Around, session.Stop);
            ApproveRolloutRequest request = new()
            {
                Name = found.Name,
                Statement = ByteString.CopyFrom(review.Statement),
                Signature = ByteString.CopyFrom(ClientCertificate.Sign(signer, review.Statement)),
            };
            Rollout approved = await session.CallAsync("Approving", options => session.Rollouts.ApproveRolloutAsync(request, options));
            session.Write(approved, output => RolloutTable.Write(output, [approved], withHeadings: true));
            if (approved.State == RolloutState.Approved) session.Say($"Next: ota rollouts start {RolloutArgument.Short(approved.Name)}");
        });
        return command.WithExamples(
            "ota rollouts approve 3f9a12bc44d0",
            "ota --data ~/kim rollouts approve 3f9a12bc44d0",
            "# What was signed, to verify it with openssl:",
            "ota rollouts show 3f9a12bc44d0 --output json | jq -r '.approvals[0].statement' | base64 -d");
    }
}

using System.CommandLine;
using Ota.Cli.Usage;
using Ota.V1;

namespace Ota.Cli.Bundles;

/// <summary>`ota bundles withdraw`.</summary>
internal static class WithdrawBundleCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<string> bundle = BundleArgument.Create();
        Option<string> reason = new("--reason") { HelpName = "TEXT", Description = "Why, for the record.", Required = true };
        Command command = new(
            "withdraw",
            "Withdraws a bundle for good: from now on no vehicle is told to install it. Its images leave the Image repository when the change that "
            + "this proposes is signed. It does not ask, since it is needed in a hurry.")
        {
            bundle,
            reason,
        };
        verbs.SetAction(command, async (given, session) =>
        {
            WithdrawBundleRequest request = new() { Name = given.GetRequiredValue(bundle), Reason = given.GetRequiredValue(reason) };
            Bundle withdrawn = await session.CallAsync("Withdrawing the bundle", options => session.Bundles.WithdrawBundleAsync(request, options));
            session.Write(withdrawn, output => BundleTable.Write(output, [withdrawn]));
            if (withdrawn.WithdrawalChange.Length > 0)
                session.Say($"Next: ota repo sign {withdrawn.WithdrawalChange} --key FILE, which takes its images out of the Image repository.");
        });
        return command.WithExamples("ota bundles withdraw 4f1c09aa --reason 'braking distance grows below -20 degrees'");
    }
}

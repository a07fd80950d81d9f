using System.CommandLine;
using Ota.Cli.Usage;
using Ota.Core.Operators;
using Ota.V1;

namespace Ota.Cli.Operators;

/// <summary>`ota operators revoke`.</summary>
internal static class RevokeOperatorCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<OperatorName> name = OperatorArgument.Create("The operator.");
        Option<bool> yes = Confirmation.CreateOption();
        Command command = new("revoke", "Ends an operator with all its credentials, for good.") { name, yes };
        command.SetAction(async (given, stop) =>
        {
            OperatorName who = given.GetRequiredValue(name);
            using Session session = verbs.Open(given, stop);
            await Confirmation.AskAsync($"Revoke the operator {who} with all its credentials?", given.GetValue(yes), verbs.Around, stop);
            RevokeOperatorRequest request = new() { Name = $"operators/{who}" };
            Operator revoked = await session.CallAsync($"Revoking {who}", options => session.Operators.RevokeOperatorAsync(request, options));
            session.Write(revoked, output => OperatorTable.Write(output, [revoked], session.Now));
            return ExitCode.Done;
        });
        return command.WithExamples("ota operators revoke kim", "ota operators revoke ci --yes");
    }
}

using System.CommandLine;
using Ota.Cli.Usage;
using Ota.Core.Operators;
using Ota.V1;

namespace Ota.Cli.Operators;

/// <summary>`ota operators add-credential`.</summary>
internal static class AddCredentialCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<OperatorName> name = OperatorArgument.Create("The operator; it must be active.");
        CredentialOptions credential = new();
        Command command = new("add-credential", "Gives an operator one more credential, for instance before the present one expires.") { name };
        credential.AddTo(command);
        verbs.SetAction(command, async (given, session) =>
        {
            OperatorName who = given.GetRequiredValue(name);
            using NewCredential made = NewCredential.Prepare(who, credential.FolderFor(who, given), session.Connection);
            CreateCredentialRequest request = new()
            {
                Parent = $"operators/{who}",
                Credential = made.ToRequest(given.GetValue(credential.Days)),
            };
            CreateCredentialResponse response =
                await session.CallAsync($"Making a credential for {who}", options => session.Operators.CreateCredentialAsync(request, options));
            made.Deliver(response.Credential, response, session);
        });
        return command.WithExamples(
            "ota operators add-credential kim --out kim-2027",
            "TOKEN=$(ota operators add-credential ci --days 30 --token)");
    }
}

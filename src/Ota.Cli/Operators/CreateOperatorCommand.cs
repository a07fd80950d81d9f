using System.CommandLine;
using Ota.Cli.Usage;
using Ota.Core.Operators;
using Ota.V1;

namespace Ota.Cli.Operators;

/// <summary>`ota operators create`.</summary>
internal static class CreateOperatorCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<OperatorName> name = OperatorArgument.Create("The new operator's name; a name is never used twice.");
        Option<V1.Role[]> roles = RoleNames.CreateOption();
        CredentialOptions credential = new();
        Command command = new(
            "create",
            "Makes an operator with its first credential. Unless --token is given, the private key is made here and never leaves this machine.")
        {
            name,
            roles,
        };
        credential.AddTo(command);
        verbs.SetAction(command, async (given, session) =>
        {
            OperatorName who = given.GetRequiredValue(name);
            using NewCredential made = NewCredential.Prepare(who, credential.FolderFor(who, given), session.Connection);
            CreateOperatorRequest request = new()
            {
                OperatorId = who.Value,
                Roles = { given.GetRequiredValue(roles) },
                Credential = made.ToRequest(given.GetValue(credential.Days)),
            };
            CreateOperatorResponse response =
                await session.CallAsync($"Making {who}", options => session.Operators.CreateOperatorAsync(request, options));
            made.Deliver(response.Credential, response, session);
        });
        return command.WithExamples(
            "# A person: writes ./kim/kim.key, kim.crt, ca.crt and operator.json.",
            "ota operators create kim --role engineer --role viewer",
            "ota --data kim status",
            "# A machine: the token goes to a variable, the explanation to the terminal.",
            "TOKEN=$(ota operators create ci --role viewer --days 30 --token)");
    }
}

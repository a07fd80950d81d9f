using System.CommandLine;
using Ota.Cli.Usage;
using Ota.Core.Operators;
using Ota.V1;

namespace Ota.Cli.Operators;

/// <summary>`ota operators revoke-credential`.</summary>
internal static class RevokeCredentialCommand
{
    public static Command Create(Verbs verbs)
    {
        Argument<string> name = new("CREDENTIAL")
        {
            Description = "Its name as `ota operators list --credentials` shows it: operators/NAME/credentials/ID, or short NAME/ID.",
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                if (TryExpand(text) is { } full) return full;
                result.AddError($"'{text}' names no credential: write operators/NAME/credentials/ID or NAME/ID, see `ota operators list --credentials`.");
                return null;
            },
        };
        Option<bool> yes = Confirmation.CreateOption();
        Command command = new("revoke-credential", "Ends one credential, for good; the operator keeps the others.") { name, yes };
        command.SetAction(async (given, stop) =>
        {
            string which = given.GetRequiredValue(name);
            using Session session = verbs.Open(given, stop);
            await Confirmation.AskAsync($"Revoke {which}?", given.GetValue(yes), verbs.Around, stop);
            RevokeCredentialRequest request = new() { Name = which };
            Credential revoked = await session.CallAsync($"Revoking {which}", options => session.Operators.RevokeCredentialAsync(request, options));
            session.Write(revoked, output => OperatorTable.WriteCredential(output, revoked, session.Now));
            return ExitCode.Done;
        });
        return command.WithExamples(
            "ota operators list --credentials",
            "ota operators revoke-credential kim/0123456789abcdef");
    }

    private static string? TryExpand(string text) => text.Split('/') switch
    {
        ["operators", var name, "credentials", var id] => Join(name, id),
        [var name, var id] => Join(name, id),
        _ => null,
    };

    private static string? Join(string name, string id) =>
        OperatorName.TryParse(name) is not null && id.Length == 2 * BearerToken.IdSize && id.All(char.IsAsciiHexDigitLower)
            ? $"operators/{name}/credentials/{id}"
            : null;
}

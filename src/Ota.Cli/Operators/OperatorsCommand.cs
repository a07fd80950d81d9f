using System.CommandLine;
using Ota.Cli.Usage;

namespace Ota.Cli.Operators;

/// <summary>`ota operators`.</summary>
internal static class OperatorsCommand
{
    public static Command Create(Verbs verbs) => new Command("operators", "Manages who may call the server; needs the role admin.")
    {
        ListOperatorsCommand.Create(verbs),
        CreateOperatorCommand.Create(verbs),
        AddCredentialCommand.Create(verbs),
        RevokeOperatorCommand.Create(verbs),
        RevokeCredentialCommand.Create(verbs),
    }.WithExamples(
        "ota operators list",
        "ota operators create kim --role engineer --role viewer",
        "ota operators revoke kim");
}

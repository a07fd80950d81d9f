using System.CommandLine;
using Ota.Cli.Connection;
using Ota.Core.Operators;

namespace Ota.Cli.Operators;

/// <summary>How a new credential is wished for: a token, or a certificate in a folder.</summary>
internal sealed class CredentialOptions
{
    private const int LongestLife = 36_500;

    public Option<bool> Token { get; } = new("--token")
    {
        Description = "Makes a bearer token and prints it, once, on stdout alone; else a key and certificate are made.",
    };

    public Option<string?> Out { get; } = new("--out")
    {
        HelpName = "DIR",
        Description = "Folder for NAME.key, NAME.crt, ca.crt and operator.json; ./NAME unless given. Nothing in it is overwritten.",
    };

    public Option<int> Days { get; } = new("--days")
    {
        HelpName = "DAYS",
        Description = "Days until the credential expires; the server's limit unless given.",
        CustomParser = result => NumberArgument.Parse(result, "--days", 1, LongestLife),
    };

    public void AddTo(Command command)
    {
        command.Add(Token);
        command.Add(Out);
        command.Add(Days);
        command.Validators.Add(result =>
        {
            if (result.GetResult(Token) is not null && result.GetResult(Out) is not null)
                result.AddError("--token and --out exclude each other: a token is printed, a certificate is written to a folder.");
        });
    }

    /// <summary>Where the certificate goes; null for a token.</summary>
    public string? FolderFor(OperatorName name, ParseResult given) => given.GetValue(Token) ? null : given.GetValue(Out) ?? name.Value;
}

namespace Ota.Cli.Connection;

/// <summary>What an operator proves itself with.</summary>
internal abstract record OperatorCredential
{
    private OperatorCredential()
    {
    }

    public sealed record None : OperatorCredential;

    public sealed record Certificate(string CertificateFile, string KeyFile) : OperatorCredential;

    public sealed record Token(string Value) : OperatorCredential
    {
        // A record prints its members, and a token belongs in no message.
        public override string ToString() => "Token";
    }
}

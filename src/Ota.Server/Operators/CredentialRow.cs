namespace Ota.Server.Operators;

/// <summary>A credential as stored; times in Unix milliseconds.</summary>
internal sealed class CredentialRow
{
    public const string Certificate = "certificate";
    public const string Token = "token";

    public string Id { get; init; } = "";

    public string Operator { get; init; } = "";

    public string Kind { get; init; } = "";

    /// <summary>SHA-256 of the certificate or of the token's secret, lower-case hexadecimal.</summary>
    public string Fingerprint { get; init; } = "";

    public long Created { get; init; }

    public long Expires { get; init; }

    /// <summary>Null while it was not revoked.</summary>
    public long? Revoked { get; init; }

    /// <summary>The last UTC day of use, "YYYY-MM-DD"; empty if never used.</summary>
    public string LastUsed { get; init; } = "";
}

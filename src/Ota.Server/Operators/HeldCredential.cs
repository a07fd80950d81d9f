namespace Ota.Server.Operators;

/// <summary>A credential with what matters of its holder: what authentication needs, in one read.</summary>
internal sealed class HeldCredential
{
    public string Id { get; init; } = "";

    public string Operator { get; init; } = "";

    public string Fingerprint { get; init; } = "";

    public long Expires { get; init; }

    public long? Revoked { get; init; }

    public string LastUsed { get; init; } = "";

    public string Roles { get; init; } = "";

    /// <summary>When the holder was revoked; null while active.</summary>
    public long? Disabled { get; init; }

    public bool IsUsable(DateTimeOffset now) => Revoked is null && Disabled is null && now.ToUnixTimeMilliseconds() < Expires;
}

namespace Ota.Server.Vehicles.Enrolment;

/// <summary>A vehicle's certificate as stored; times in Unix milliseconds.</summary>
internal sealed class CertificateRow
{
    /// <summary>SHA-256 of the certificate, lower-case hexadecimal.</summary>
    public string Fingerprint { get; init; } = "";

    public long Issued { get; init; }

    public long Expires { get; init; }

    /// <summary>Null while it was not revoked.</summary>
    public long? Revoked { get; init; }

    public bool IsUsable(DateTimeOffset now) => Revoked is null && now.ToUnixTimeMilliseconds() < Expires;
}

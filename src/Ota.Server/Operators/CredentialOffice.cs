using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ota.Core.Operators;
using Ota.Server.Hosting;
using Ota.Server.Pki;
using static Ota.V1.CredentialRequest;

namespace Ota.Server.Operators;

/// <summary>Makes credentials. What it makes works only once its row is stored.</summary>
internal sealed class CredentialOffice(ServerPki pki, OperatorsOptions options, RandomNumberGenerator random, TimeProvider time)
{
    /// <summary>Reads a wish for a credential and names every problem in it.</summary>
    public CredentialWish? Read(V1.CredentialRequest? request, Violations violations)
    {
        const string field = "credential";
        PublicKey? key = null;
        switch (request?.SourceCase ?? SourceOneofCase.None)
        {
            case SourceOneofCase.CertificateSigningRequest:
                key = SigningRequest.TryRead(request!.CertificateSigningRequest, out string problem);
                if (key is null) violations.Add($"{field}.certificate_signing_request", problem);
                break;
            case SourceOneofCase.Token when request!.Token:
                break;
            default:
                violations.Add(field, "Says neither certificate_signing_request nor token: true; give one of them.");
                break;
        }

        int days = request?.LifetimeDays ?? 0;
        if (days < 0 || days > options.CredentialDays)
            violations.Add($"{field}.lifetime_days", $"{days} is not from 1 to {options.CredentialDays}; 0 takes the limit.");
        return violations.Any ? null : new CredentialWish(key, TimeSpan.FromDays(days == 0 ? options.CredentialDays : days));
    }

    public (CredentialRow Row, V1.IssuedCredential Issued) Issue(OperatorName holder, CredentialWish wish) =>
        wish.Key is { } key ? IssueCertificate(holder, key, wish.Lifetime) : IssueToken(holder, wish.Lifetime);

    public (CredentialRow Row, X509Certificate2 Certificate) Certify(OperatorName holder, PublicKey key, TimeSpan lifetime)
    {
        X509Certificate2 certificate = pki.Operators.Issue(CertificateProfile.Client(holder.Value, key), lifetime);
        byte[] id = new byte[BearerToken.IdSize];
        random.GetBytes(id);
        string fingerprint = certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant();
        DateTimeOffset expires = new(certificate.NotAfter);
        return (Row(holder, Convert.ToHexStringLower(id), CredentialRow.Certificate, fingerprint, time.GetUtcNow(), expires), certificate);
    }

    private (CredentialRow Row, V1.IssuedCredential Issued) IssueCertificate(OperatorName holder, PublicKey key, TimeSpan lifetime)
    {
        (CredentialRow row, X509Certificate2 certificate) = Certify(holder, key, lifetime);
        using (certificate)
        {
            string chain = certificate.ExportCertificatePem() + "\n" + pki.Operators.Certificate.ExportCertificatePem() + "\n";
            return (row, new V1.IssuedCredential { Credential = OperatorMessages.From(row), CertificateChain = chain });
        }
    }

    private (CredentialRow Row, V1.IssuedCredential Issued) IssueToken(OperatorName holder, TimeSpan lifetime)
    {
        BearerToken token = BearerToken.Create(random);
        DateTimeOffset now = time.GetUtcNow();
        CredentialRow row = Row(holder, token.Id, CredentialRow.Token, token.HashOfSecret(), now, now + lifetime);
        return (row, new V1.IssuedCredential { Credential = OperatorMessages.From(row), Token = token.Reveal() });
    }

    private static CredentialRow Row(
        OperatorName holder, string id, string kind, string fingerprint, DateTimeOffset created, DateTimeOffset expires)
    {
        return new CredentialRow
        {
            Id = id,
            Operator = holder.Value,
            Kind = kind,
            Fingerprint = fingerprint,
            Created = created.ToUnixTimeMilliseconds(),
            Expires = expires.ToUnixTimeMilliseconds(),
        };
    }
}

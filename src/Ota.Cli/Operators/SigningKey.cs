using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ota.Core.Operators;

namespace Ota.Cli.Operators;

/// <summary>Makes a P-256 key and the request to certify it.</summary>
internal static class SigningKey
{
    public static (string KeyPem, string RequestPem) Create(OperatorName name)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        return (key.ExportPkcs8PrivateKeyPem() + "\n", request.CreateSigningRequestPem() + "\n");
    }
}

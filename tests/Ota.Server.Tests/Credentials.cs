using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;

namespace Ota.Server.Tests;

/// <summary>Makes what operators present.</summary>
internal static class Credentials
{
    public static string SigningRequest(ECDsa key, string name = "CN=whatever") =>
        new CertificateRequest(name, key, HashAlgorithmName.SHA256).CreateSigningRequestPem();

    public static Metadata Bearer(string token) => new() { { "authorization", $"Bearer {token}" } };

    /// <summary>Makes an operator and the certificate that it calls with.</summary>
    public static async Task<X509Certificate2> CertificateOfNewAsync(this OtaServer server, string name, params V1.Role[] roles)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        V1.CreateOperatorRequest request = new()
        {
            OperatorId = name,
            Roles = { roles },
            Credential = new V1.CredentialRequest { CertificateSigningRequest = SigningRequest(key) },
        };
        V1.CreateOperatorResponse response = await server.AdminOperators.CreateOperatorAsync(request);
        return X509Certificate2.CreateFromPem(response.Credential.CertificateChain, key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>Makes an operator and the token that it calls with.</summary>
    public static async Task<V1.CreateOperatorResponse> NewWithTokenAsync(
        this V1.Operators.OperatorsClient operators, string name, params V1.Role[] roles) => await operators.CreateOperatorAsync(new()
        {
            OperatorId = name,
            Roles = { roles },
            Credential = new V1.CredentialRequest { Token = true },
        });
}

using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Grpc.Net.Client;

namespace Ota.Bench.Whole;

/// <summary>Connects as the operator that the server made at its first start.</summary>
internal static class OperatorChannel
{
    public static GrpcChannel Open(string data)
    {
        JsonElement told = JsonElement.Parse(File.ReadAllText(Path.Combine(data, "operator.json")));
        X509Certificate2 root = X509CertificateLoader.LoadCertificateFromFile(Told("ca"));
        X509Certificate2 mine = X509Certificate2.CreateFromPemFile(Told("certificate"), Told("key"));
        SslClientAuthenticationOptions tls = new()
        {
            ClientCertificates = [mine],
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { root },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        };
        return GrpcChannel.ForAddress(told.GetProperty("server").GetString()!, new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler { SslOptions = tls },
            DisposeHttpClient = true,
        });

        string Told(string name) => Path.Combine(data, told.GetProperty(name).GetString()!);
    }
}

using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ota.Mqtt.Broker;
using Ota.Mqtt.Transport;

namespace Ota.Bench.Mqtt;

/// <summary>
/// Our broker, or the bare handler, as a process of its own: a plain port and, with certificates, one that demands a client's. Hosted as
/// the server hosts it; prints both ports when they are open.
/// </summary>
internal static class BrokerHost
{
    public static async Task RunAsync(string kind, string? certificates)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddMqttBroker(new MqttBrokerOptions());
        builder.WebHost.UseKestrelHttpsConfiguration();
        List<ListenOptions> open = [];
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            bool isBare = kind == BrokerKind.Bare;
            IPEndPoint endPoint = isBare ? new IPEndPoint(IPAddress.Loopback, 0) : new MqttEndPoint(IPAddress.Loopback, 0);
            kestrel.Listen(endPoint, listen => Serve(listen, kind, open));
            if (certificates is null)
                return;
            BenchCertificates files = new(certificates);
            kestrel.Listen(endPoint, listen => Serve(isBare ? listen.UseHttps(Tls(files)) : WithTls(listen, files), kind, open));
        });
        WebApplication app = builder.Build();
        await app.StartAsync();
        Console.WriteLine($"LISTENING {string.Join(' ', open.Select(listen => listen.IPEndPoint!.Port))}");
        await ((IHost)app).WaitForShutdownAsync();
    }

    private static void Serve(ListenOptions listen, string kind, List<ListenOptions> open)
    {
        open.Add(listen);
        if (kind == BrokerKind.Bare)
            listen.UseConnectionHandler<BareMqttHandler>();
        else
            listen.UseMqtt();
    }

    private static ListenOptions WithTls(ListenOptions listen, BenchCertificates files) => listen.UseMutualTls(
        ServerOf(files), [], [X509CertificateLoader.LoadCertificateFromFile(files.PathOf(BenchCertificates.Root))]);

    private static X509Certificate2 ServerOf(BenchCertificates files) => X509Certificate2.CreateFromPemFile(
        files.PathOf(BenchCertificates.Server), files.PathOf(BenchCertificates.ServerKey));

    private static HttpsConnectionAdapterOptions Tls(BenchCertificates files)
    {
        X509Certificate2 root = X509CertificateLoader.LoadCertificateFromFile(files.PathOf(BenchCertificates.Root));
        return new HttpsConnectionAdapterOptions
        {
            ServerCertificate = ServerOf(files),
            SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ClientCertificateMode = ClientCertificateMode.RequireCertificate,
            ClientCertificateValidation = (certificate, _, _) => IsIssuedBy(root, certificate),
        };
    }

    private static bool IsIssuedBy(X509Certificate2 root, X509Certificate2 certificate)
    {
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        return chain.Build(certificate);
    }
}

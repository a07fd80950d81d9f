using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Grpc.Net.Client;
using Ota.Testing;

namespace Ota.EndToEnd.Telemetry;

/// <summary>The server's executable on ports that stay the same, which can be killed and started again.</summary>
internal sealed class TelemetryServer(string data) : IAsyncDisposable
{
    private PeerProcess? _process;
    private GrpcChannel? _channel;

    public int MqttPort { get; } = FreePort.Next();

    private int HttpsPort { get; } = FreePort.Next();

    public V1.Telemetry.TelemetryClient Telemetry => new(_channel ??= Connect());

    public async Task StartAsync()
    {
        _process = PeerProcess.Start(
            new PeerProgram("dotnet", BuiltProgram.Server),
            "--data", data, "--dev", "--address", "127.0.0.1", "--https-port", $"{HttpsPort}", "--mqtts-port", "0", "--http-port", "0", "--grpc-port", "0",
            "--mqtt-port", $"{MqttPort}");
        await _process.LineAsync("{\"https\":");
    }

    /// <summary>As a crash would (SIGKILL).</summary>
    public async Task KillAsync()
    {
        await _process!.DisposeAsync();
        _channel?.Dispose();
        _channel = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _channel?.Dispose();
    }

    /// <summary>As the operator of the first start.</summary>
    private GrpcChannel Connect()
    {
        X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile(Path.Combine(data, "pki", "root.crt")));
        string admin = Path.Combine(data, "operators", "admin");
        SslClientAuthenticationOptions tls = new()
        {
            CertificateChainPolicy = policy,
            ClientCertificates = [X509Certificate2.CreateFromPemFile($"{admin}.crt", $"{admin}.key")],
        };
        GrpcChannelOptions options = new() { HttpHandler = new SocketsHttpHandler { SslOptions = tls }, DisposeHttpClient = true };
        return GrpcChannel.ForAddress($"https://localhost:{HttpsPort}", options);
    }
}

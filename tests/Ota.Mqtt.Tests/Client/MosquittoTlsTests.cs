using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ota.Mqtt.Client;
using Ota.Testing;

namespace Ota.Mqtt.Tests.Client;

/// <summary>TLS with client certificates against mosquitto, under a certification authority that the test makes.</summary>
public sealed class MosquittoTlsTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly X509Certificate2 _authority = MakeAuthority();
    private Mosquitto _broker = null!;

    public async Task InitializeAsync()
    {
        using X509Certificate2 server = Issue("127.0.0.1");
        File.WriteAllText(_folder["ca.pem"], _authority.ExportCertificatePem());
        File.WriteAllText(_folder["server.pem"], server.ExportCertificatePem());
        File.WriteAllText(_folder["server.key"], server.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        _broker = await Mosquitto.StartAsync($"""
            cafile {_folder["ca.pem"]}
            certfile {_folder["server.pem"]}
            keyfile {_folder["server.key"]}
            require_certificate true
            use_identity_as_username true
            allow_anonymous false
            """);
    }

    public async Task DisposeAsync() => await _broker.DisposeAsync();

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_client_with_a_certificate_publishes_and_receives()
    {
        using X509Certificate2 certificate = Issue("vehicle");
        await using MqttClient client = Create([_authority], certificate);
        await client.ConnectAsync().Soon();
        await client.SubscribeAsync("tls", MqttQos.ExactlyOnce).Soon();
        byte[] payload = RandomNumberGenerator.GetBytes(200_000);
        await client.PublishAsync("tls", payload, MqttQos.ExactlyOnce).Soon();
        (await client.TakeAsync()).Payload.ToArray().Should().Equal(payload);
    }

    [Fact]
    public async Task A_client_without_a_certificate_is_refused()
    {
        await using MqttClient client = Create([_authority], certificate: null);
        Func<Task> connect = () => client.ConnectAsync().Soon();
        (await connect.Should().ThrowAsync<MqttClientException>()).Which.Error.Should().Be(MqttClientError.ConnectFailed);
    }

    [Fact]
    public async Task A_server_under_another_authority_is_not_trusted()
    {
        using X509Certificate2 certificate = Issue("vehicle");
        using X509Certificate2 other = MakeAuthority();
        await using MqttClient client = Create([other], certificate);
        await client.ConnectAsync().FailsAsync(MqttClientError.ConnectFailed);
    }

    private static X509Certificate2 MakeAuthority()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
    }

    private MqttClient Create(X509Certificate2Collection roots, X509Certificate2? certificate) => new(new MqttClientOptions
    {
        Port = _broker.Port,
        ClientId = "tls",
        Tls = MqttClientTls.Create("127.0.0.1", roots, certificate),
    });

    private X509Certificate2 Issue(string name)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate = request.Create(
            _authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1), RandomNumberGenerator.GetBytes(8));
        using X509Certificate2 withKey = certificate.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ota.Mqtt.Client;
using Ota.Testing;

namespace Ota.Mqtt.Tests.Client;

/// <summary>TLS with client certificates against mosquitto, under a certification authority that the test makes.</summary>
public sealed class MosquittoTlsTests : IAsyncLifetime, IDisposable
{
    private readonly TestAuthority _authority = new();
    private Mosquitto _broker = null!;

    public async Task InitializeAsync()
    {
        _broker = new Mosquitto($"""
            cafile {_authority.RootFile}
            certfile {_authority.FilesOf("127.0.0.1")[0]}
            keyfile {_authority.FilesOf("127.0.0.1")[1]}
            require_certificate true
            use_identity_as_username true
            allow_anonymous false
            """);
        await _broker.StartAsync();
    }

    public async Task DisposeAsync() => await _broker.DisposeAsync();

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task A_client_with_a_certificate_publishes_and_receives()
    {
        using X509Certificate2 certificate = _authority.Issue("vehicle");
        await using MqttClient client = Create([_authority.Root], certificate);
        await client.ConnectAsync().Soon();
        await client.SubscribeAsync("tls", MqttQos.ExactlyOnce).Soon();
        byte[] payload = RandomNumberGenerator.GetBytes(200_000);
        await client.PublishAsync("tls", payload, MqttQos.ExactlyOnce).Soon();
        (await client.TakeAsync()).Payload.ToArray().Should().Equal(payload);
    }

    [Fact]
    public async Task A_client_without_a_certificate_is_refused()
    {
        await using MqttClient client = Create([_authority.Root], certificate: null);
        Func<Task> connect = () => client.ConnectAsync().Soon();
        (await connect.Should().ThrowAsync<MqttClientException>()).Which.Error.Should().Be(MqttClientError.ConnectFailed);
    }

    [Fact]
    public async Task A_server_under_another_authority_is_not_trusted()
    {
        using X509Certificate2 certificate = _authority.Issue("vehicle");
        using TestAuthority other = new();
        await using MqttClient client = Create([other.Root], certificate);
        await client.ConnectAsync().FailsAsync(MqttClientError.ConnectFailed);
    }

    private MqttClient Create(X509Certificate2Collection roots, X509Certificate2? certificate) => new(new MqttClientOptions
    {
        Port = _broker.Port,
        ClientId = "tls",
        Tls = MqttClientTls.Create("127.0.0.1", roots, certificate),
    });
}

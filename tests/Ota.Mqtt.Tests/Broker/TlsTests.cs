using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Ota.Mqtt.Broker;
using Ota.Mqtt.Client;
using Ota.Mqtt.Tests.Client;

namespace Ota.Mqtt.Tests.Broker;

/// <summary>The broker behind TLS with client certificates: who gets to CONNECT, as whom, and what becomes of the others.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly TestAuthority _authority = new();
    private readonly ConcurrentQueue<MqttClientInfo> _clients = [];

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task The_certificate_reaches_the_authentication_and_names_the_client(SslProtocols version)
    {
        await using BrokerHost host = await StartAsync();
        using X509Certificate2 certificate = _authority.Issue("vehicle-17");
        SslStream? stream = null;
        await using MqttClient client = new(new MqttClientOptions
        {
            ClientId = "tls",
            UserName = "somebody else",
            OpenTransport = async _ => stream = await HandshakeAsync(host.TlsPort, certificate, version),
        });
        await client.ConnectAsync().Soon();
        stream!.SslProtocol.Should().Be(version);
        MqttClientInfo info = _clients.Should().ContainSingle().Which;
        info.Certificate!.Thumbprint.Should().Be(certificate.Thumbprint);
        info.Identity.Should().Be("vehicle-17", "a certificate weighs more than a user name");
        info.RemoteEndPoint.Should().BeOfType<IPEndPoint>();
        await client.SubscribeAsync("t", MqttQos.ExactlyOnce).Soon();
        byte[] payload = new byte[500_000];
        new Random(1).NextBytes(payload);
        await client.PublishAsync("t", payload, MqttQos.ExactlyOnce).Soon();
        (await client.TakeAsync()).Payload.Span.SequenceEqual(payload).Should().BeTrue();
    }

    [Fact]
    public async Task A_certificate_of_another_authority_ends_in_the_handshake()
    {
        using TestAuthority other = new();
        using X509Certificate2 certificate = other.Issue("vehicle-17");
        await RefusedAsync(certificate);
    }

    [Fact]
    public async Task An_expired_certificate_ends_in_the_handshake()
    {
        using X509Certificate2 certificate = _authority.Issue("vehicle-17", from: -10, to: -1);
        await RefusedAsync(certificate);
    }

    [Fact]
    public async Task A_certificate_that_is_not_valid_yet_ends_in_the_handshake()
    {
        using X509Certificate2 certificate = _authority.Issue("vehicle-17", from: 1, to: 10);
        await RefusedAsync(certificate);
    }

    [Fact]
    public async Task No_certificate_ends_in_the_handshake_where_one_is_required() => await RefusedAsync(null);

    [Fact]
    public async Task No_certificate_is_left_to_the_authentication_where_one_is_allowed()
    {
        await using BrokerHost host = await StartAsync(_authority.Listen(ClientCertificateMode.AllowCertificate));
        await using MqttClient bare = Client(host, null);
        (await bare.ConnectAsync().FailsAsync(MqttClientError.Refused)).Reason.Should().Be(ReasonCode.NotAuthorized);
        using X509Certificate2 certificate = _authority.Issue("vehicle-17");
        await using MqttClient known = Client(host, certificate);
        await known.ConnectAsync().Soon();
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("\u0010\u000c\u0000\u0004MQTT\u0004\u0002\u0000\u003c\u0000\u0000")] // CONNECT without TLS
    [InlineData("\u0016\u0003\u0001\u007f\u007f\u0001\u0000\u0000\u0000")] // A record that is too long
    [InlineData("\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000")]
    public async Task Garbage_instead_of_a_client_hello_ends_the_connection_and_disturbs_nobody(string garbage)
    {
        await using BrokerHost host = await StartAsync();
        using X509Certificate2 certificate = _authority.Issue("vehicle-17");
        await using MqttClient other = Client(host, certificate);
        await other.ConnectAsync().Soon();
        using Socket socket = await OpenAsync(host.TlsPort);
        await socket.SendAsync(garbage.Select(c => (byte)c).ToArray());
        await EndAsync(socket);
        await other.PublishAsync("t", default, MqttQos.AtLeastOnce).Soon();
        _clients.Should().HaveCount(1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(60)]
    public async Task A_handshake_that_never_finishes_is_given_up(int bytes)
    {
        HttpsConnectionAdapterOptions tls = _authority.Listen();
        tls.HandshakeTimeout = TimeSpan.FromMilliseconds(200);
        await using BrokerHost host = await StartAsync(tls);
        using Socket socket = await OpenAsync(host.TlsPort);
        await socket.SendAsync(BeginningOfClientHello()[..bytes]);
        await EndAsync(socket);
        _clients.Should().BeEmpty();
    }

    [Fact]
    public async Task A_handshake_without_CONNECT_behind_it_is_given_up()
    {
        await using BrokerHost host = await StartAsync();
        using X509Certificate2 certificate = _authority.Issue("vehicle-17");
        await using SslStream silent = await HandshakeAsync(host.TlsPort, certificate, SslProtocols.None);
        await using MqttClient later = Client(host, certificate);
        await later.ConnectAsync().Soon(); // Whoever came before has been accepted.
        Task<int> end = silent.ReadAsync(new byte[1]).AsTask();
        while (!end.IsCompleted)
        {
            host.Pass(1);
            await Task.WhenAny(end, later.PublishAsync("t", default, MqttQos.AtLeastOnce).AsTask()).Soon();
        }
        Func<Task<int>> reading = () => end.Soon();
        if (end.IsCompletedSuccessfully)
            (await end).Should().Be(0);
        else
            await reading.Should().ThrowAsync<IOException>();
    }

    private static byte[] BeginningOfClientHello() =>
        [0x16, 3, 1, 0, 0xC8, 1, 0, 0, 0xC4, 3, 3, .. Enumerable.Range(0, 32).Select(i => (byte)i), .. new byte[32]];

    private static async Task<Socket> OpenAsync(int port)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return socket;
    }

    /// <summary>The server closes, with an alert before it at most.</summary>
    private static async Task EndAsync(Socket socket)
    {
        byte[] buffer = new byte[1000];
        try
        {
            while (await socket.ReceiveAsync(buffer).Soon() > 0)
                buffer[0].Should().Be(0x15, "nothing but an alert comes");
        }
        catch (SocketException)
        {
            // Reset: closed as well.
        }
    }

    private async Task<SslStream> HandshakeAsync(int port, X509Certificate2? certificate, SslProtocols version)
    {
        SslStream stream = new(new NetworkStream(await OpenAsync(port), ownsSocket: true));
        SslClientAuthenticationOptions options = MqttClientTls.Create("127.0.0.1", [_authority.Root], certificate);
        options.EnabledSslProtocols = version;
        await stream.AuthenticateAsClientAsync(options);
        return stream;
    }

    private async Task RefusedAsync(X509Certificate2? certificate)
    {
        await using BrokerHost host = await StartAsync();
        await using MqttClient client = Client(host, certificate);
        await client.ConnectAsync().FailsAsync(MqttClientError.ConnectFailed);
        _clients.Should().BeEmpty();
    }

    private MqttClient Client(BrokerHost host, X509Certificate2? certificate) => new(new MqttClientOptions
    {
        Port = host.TlsPort,
        ClientId = certificate is null ? "bare" : "known",
        Tls = MqttClientTls.Create("127.0.0.1", [_authority.Root], certificate),
    });

    private Task<BrokerHost> StartAsync(HttpsConnectionAdapterOptions? tls = null) => BrokerHost.StartAsync(
        options => options.Authenticate = (request, _) =>
        {
            _clients.Enqueue(request.Client);
            return new(request.Client.Certificate is null
                ? MqttConnectDecision.Refuse(ReasonCode.NotAuthorized, "A certificate is needed.")
                : MqttConnectDecision.Accepted);
        },
        tls ?? _authority.Listen());
}

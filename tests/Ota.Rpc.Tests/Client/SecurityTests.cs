using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Ota.Rpc.Tests.Client;

/// <summary>TLS and client certificates.</summary>
public sealed class SecurityTests
{
    private static readonly TestPki Pki = TestPki.Instance;

    [Fact]
    public async Task A_server_under_the_given_root_is_trusted()
    {
        await using LiveServer server = await LiveServer.StartAsync(Tls);
        using GrpcChannel channel = server.Channel(new GrpcChannelOptions { Credentials = new SslCredentials(Pki.RootPem) });

        (await new Calls.CallsClient(channel).UnaryAsync(new Note { Number = 1 }).Limited()).Number.Should().Be(1);
    }

    [Fact]
    public async Task A_server_under_an_unknown_root_is_UNAVAILABLE_and_the_message_says_TLS()
    {
        await using LiveServer server = await LiveServer.StartAsync(Tls);
        using GrpcChannel channel = server.Channel();

        RpcException failure = await new Calls.CallsClient(channel).UnaryAsync(new Note()).FailureAsync();

        failure.StatusCode.Should().Be(StatusCode.Unavailable);
        failure.Status.Detail.Should().Contain("TLS").And.Contain(server.Address);
    }

    [Fact]
    public async Task TLS_to_a_plain_port_is_UNAVAILABLE()
    {
        await using LiveServer server = await LiveServer.StartAsync();
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address.Replace("http:", "https:", StringComparison.Ordinal));

        (await new Calls.CallsClient(channel).UnaryAsync(new Note()).FailureAsync()).StatusCode.Should().Be(StatusCode.Unavailable);
    }

    [Fact]
    public async Task Plain_text_to_a_TLS_port_is_UNAVAILABLE()
    {
        await using LiveServer server = await LiveServer.StartAsync(Tls);
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address.Replace("https:", "http:", StringComparison.Ordinal));

        (await new Calls.CallsClient(channel).UnaryAsync(new Note()).FailureAsync()).StatusCode.Should().Be(StatusCode.Unavailable);
    }

    [Fact]
    public async Task A_client_certificate_from_PEM_names_the_caller()
    {
        await using LiveServer server = await LiveServer.StartAsync(WithClientCertificate);
        string? name = null;
        server.Handlers.Unary = (note, context) =>
        {
            name = context.AuthContext.PeerIdentity.First().Value;
            return Task.FromResult(note);
        };
        SslCredentials credentials = new(Pki.RootPem, new KeyCertificatePair(Pki.ClientPem, Pki.ClientKeyPem));
        using GrpcChannel channel = server.Channel(new GrpcChannelOptions { Credentials = credentials });

        await new Calls.CallsClient(channel).UnaryAsync(new Note()).Limited();

        name.Should().Contain("vehicle-7");
    }

    [Fact]
    public async Task A_client_certificate_on_the_callers_own_handler_works_as_well()
    {
        await using LiveServer server = await LiveServer.StartAsync(WithClientCertificate);
        X509Certificate2 certificate = X509Certificate2.CreateFromPem(Pki.ClientPem, Pki.ClientKeyPem);
        X509ChainPolicy trust = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.ImportFromPem(Pki.RootPem);
        using SocketsHttpHandler handler = new()
        {
            SslOptions = new SslClientAuthenticationOptions { ClientCertificates = [certificate], CertificateChainPolicy = trust },
        };
        using GrpcChannel channel = server.Channel(new GrpcChannelOptions { HttpHandler = handler });

        await new Calls.CallsClient(channel).UnaryAsync(new Note()).Limited();
    }

    [Fact]
    public async Task A_server_that_wants_a_client_certificate_refuses_a_caller_without()
    {
        await using LiveServer server = await LiveServer.StartAsync(WithClientCertificate);
        using GrpcChannel channel = server.Channel(new GrpcChannelOptions { Credentials = new SslCredentials(Pki.RootPem) });

        (await new Calls.CallsClient(channel).UnaryAsync(new Note()).FailureAsync()).StatusCode.Should().Be(StatusCode.Unavailable);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_verify_callback_sees_the_certificate_and_has_the_last_word(bool accepts)
    {
        await using LiveServer server = await LiveServer.StartAsync(Tls);
        VerifyPeerContext? seen = null;
        SslCredentials credentials = new(Pki.RootPem, null, context =>
        {
            seen = context;
            return accepts;
        });
        using GrpcChannel channel = server.Channel(new GrpcChannelOptions { Credentials = credentials });
        Task<Note> response = new Calls.CallsClient(channel).UnaryAsync(new Note()).ResponseAsync;

        if (accepts)
            await response.Limited();
        else
            (await response.FailureAsync()).StatusCode.Should().Be(StatusCode.Unavailable);
        seen!.PeerPem.Should().Contain("BEGIN CERTIFICATE");
    }

    [Fact]
    public void Credentials_and_address_that_contradict_each_other_are_refused()
    {
        Action plain = () => GrpcChannel.ForAddress("http://127.0.0.1:1", new GrpcChannelOptions { Credentials = ChannelCredentials.SecureSsl });
        Action secure = () => GrpcChannel.ForAddress("https://127.0.0.1:1", new GrpcChannelOptions { Credentials = ChannelCredentials.Insecure });
        Action own = () => GrpcChannel.ForAddress(
            "https://127.0.0.1:1", new GrpcChannelOptions { Credentials = new SslCredentials(Pki.RootPem), HttpHandler = new SocketsHttpHandler() });
        Action scheme = () => GrpcChannel.ForAddress("ftp://127.0.0.1:1");

        plain.Should().Throw<InvalidOperationException>().WithMessage("*https*");
        secure.Should().Throw<InvalidOperationException>().WithMessage("*insecure*");
        own.Should().Throw<InvalidOperationException>().WithMessage("*SslOptions*");
        scheme.Should().Throw<ArgumentException>();
    }

    private static void Tls(HttpsConnectionAdapterOptions options) => options.ServerCertificate = Pki.Server;

    private static void WithClientCertificate(HttpsConnectionAdapterOptions options)
    {
        Tls(options);
        options.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
        options.ClientCertificateValidation = (certificate, _, _) => certificate.Subject == "CN=vehicle-7";
    }
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Health.V1;
using Ota.Server.Pki;
using Ota.Testing;

namespace Ota.Server.Tests.Operators;

public sealed class AuthenticationTests : IAsyncLifetime
{
    private readonly ManualTime _time = new(TimeProvider.System.GetUtcNow());
    private OtaServer _server = null!;

    public async Task InitializeAsync() => _server = await OtaServer.StartAsync(new OtaServerSetup { Time = _time });

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_caller_without_credentials_is_told_what_to_do()
    {
        RpcException e = await RefusedAsync(new(_server.Channel()));
        e.StatusCode.Should().Be(StatusCode.Unauthenticated);
        e.Status.Detail.Should().Be(
            "No credential was presented: use the client certificate that operator.json names, or a bearer token.");
    }

    [Fact]
    public async Task Anyone_may_ask_for_health()
    {
        Grpc.Health.V1.Health.HealthClient health = new(_server.Channel());
        (await health.CheckAsync(new HealthCheckRequest())).Status.Should().Be(HealthCheckResponse.Types.ServingStatus.Serving);
    }

    [Fact]
    public async Task A_certificate_of_another_ca_fails_the_handshake()
    {
        using TempFolder elsewhere = new();
        ServerPki other = ServerPki.Open(elsewhere.Path, new PkiOptions(), _time);
        await HandshakeFailsAsync(Issue(other));
    }

    [Fact]
    public async Task An_expired_certificate_fails_the_handshake()
    {
        X509Certificate2 admin = _server.Admin;
        _time.Jump(TimeSpan.FromDays(398));
        await HandshakeFailsAsync(admin);
    }

    [Fact]
    public async Task A_certificate_of_our_ca_that_was_never_registered_is_refused()
    {
        ServerPki ours = ServerPki.Open(_server.Data, new PkiOptions(), _time);
        RpcException e = await RefusedAsync(new(_server.Channel(Issue(ours))));
        e.Status.Detail.Should().Be("The certificate is not known here: ask an admin for a credential of this server.");
    }

    [Fact]
    public async Task A_token_with_a_wrong_secret_is_refused_counted_and_logged_without_it()
    {
        string token = await NewTokenAsync();
        string secret = token[21..40];
        string wrong = token[..^4] + (token.EndsWith("0000", StringComparison.Ordinal) ? "1111" : "0000");
        RpcException e = await RefusedAsync(new(_server.Channel()), Credentials.Bearer(wrong));
        e.StatusCode.Should().Be(StatusCode.Unauthenticated);
        _server.Log.Lines.Should().Contain(line => line.EventId == 2000)
            .And.NotContain(line => line.Text.Contains(secret));
        (await _server.Http.GetStringAsync("/metrics")).Should().Contain("ota_operators_authentications_total{outcome=\"refused\"} 1\n");
    }

    [Theory]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer ota_")]
    [InlineData("Basic YTpi")]
    public async Task A_header_that_holds_no_token_lets_nobody_in(string header) =>
        (await RefusedAsync(new(_server.Channel()), new Metadata { { "authorization", header } })).StatusCode.Should().Be(StatusCode.Unauthenticated);

    [Fact]
    public async Task An_expired_token_is_refused()
    {
        string token = await NewTokenAsync();
        _time.Jump(TimeSpan.FromDays(398));
        (await RefusedAsync(new(_server.Channel()), Credentials.Bearer(token))).Status.Detail.Should().Contain("expired");
    }

    [Fact]
    public async Task A_token_counts_even_when_a_good_certificate_comes_with_it() =>
        (await RefusedAsync(new(_server.Channel(_server.Admin)), Credentials.Bearer("ota_bad"))).StatusCode.Should().Be(StatusCode.Unauthenticated);

    [Fact]
    public async Task The_dev_port_without_tls_takes_tokens()
    {
        string token = await NewTokenAsync();
        V1.System.SystemClient system = new(_server.PlainChannel());
        (await system.GetVersionAsync(new(), Credentials.Bearer(token))).Version_.Should().NotBeEmpty();
    }

    [Fact]
    public async Task An_operator_without_the_role_learns_which_one_is_needed()
    {
        string token = await NewTokenAsync();
        V1.Operators.OperatorsClient operators = new(_server.Channel());
        RpcException e = (await FluentActions.Awaiting(() => operators.ListOperatorsAsync(new(), Credentials.Bearer(token)).ResponseAsync)
            .Should().ThrowAsync<RpcException>()).Which;
        e.StatusCode.Should().Be(StatusCode.PermissionDenied);
        e.Status.Detail.Should().Be("bot may not call /ota.v1.Operators/ListOperators: it needs the role admin.");
    }

    [Fact]
    public async Task The_description_of_the_API_is_open_to_anyone_and_opens_nothing_else()
    {
        Grpc.Reflection.V1.ServerReflection.ServerReflectionClient reflection = new(_server.Channel());
        using var call = reflection.ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new Grpc.Reflection.V1.ServerReflectionRequest { ListServices = "" });
        await call.RequestStream.CompleteAsync();
        (await call.ResponseStream.MoveNext(default)).Should().BeTrue();
        call.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name).Should().Contain("ota.v1.Operators");

        (await RefusedAsync(new V1.System.SystemClient(_server.Channel()))).StatusCode.Should().Be(StatusCode.Unauthenticated);
    }

    private static X509Certificate2 Issue(ServerPki pki)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate =
            pki.Operators.Issue(CertificateProfile.Client("admin", new PublicKey(key)), TimeSpan.FromDays(9));
        return certificate.CopyWithPrivateKey(key);
    }

    private static async Task<RpcException> RefusedAsync(V1.System.SystemClient system, Metadata? headers = null) =>
        (await FluentActions.Awaiting(() => system.GetVersionAsync(new(), headers).ResponseAsync).Should().ThrowAsync<RpcException>()).Which;

    private async Task HandshakeFailsAsync(X509Certificate2 certificate)
    {
        // HTTP rather than gRPC, to see that no request ever gets through.
        using HttpClient https = _server.Https(certificate);
        await FluentActions.Awaiting(() => https.GetAsync("/")).Should().ThrowAsync<HttpRequestException>();
    }

    private async Task<string> NewTokenAsync() => (await _server.AdminOperators.NewWithTokenAsync("bot", V1.Role.Viewer)).Credential.Token;
}

using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http.Features;
using Ota.Mqtt.Transport;

namespace Ota.Mqtt.Tests.Transport;

public sealed class MutualTlsTests : IDisposable
{
    private const string ForServers = "1.3.6.1.5.5.7.3.1";
    private const string ForClients = "1.3.6.1.5.5.7.3.2";

    private readonly TestAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData(SslProtocols.Tls12, null)]
    [InlineData(SslProtocols.Tls13, ForClients)]
    public async Task A_client_of_the_root_gets_through_and_its_certificate_is_known(SslProtocols version, string? usage)
    {
        using X509Certificate2 certificate = _authority.Issue("vehicle-17", usage: usage);

        (await AnswerAsync(certificate, version)).Should().Be("CN=vehicle-17");
    }

    [Theory]
    [InlineData(-10, -1, null)]
    [InlineData(1, 10, null)]
    [InlineData(-1, 1, ForServers)]
    public async Task A_certificate_that_is_expired_or_not_valid_yet_or_not_for_clients_is_refused(int from, int to, string? usage)
    {
        using X509Certificate2 certificate = _authority.Issue("vehicle-17", from, to, usage);

        (await AnswerAsync(certificate, SslProtocols.Tls13)).Should().BeNull();
    }

    [Fact]
    public async Task A_certificate_of_another_root_is_refused()
    {
        using TestAuthority other = new();
        using X509Certificate2 certificate = other.Issue("vehicle-17");

        (await AnswerAsync(certificate, SslProtocols.Tls13)).Should().BeNull();
    }

    [Fact]
    public async Task A_peer_without_a_certificate_is_refused() => (await AnswerAsync(null, SslProtocols.Tls13)).Should().BeNull();

    /// <summary>What the server calls the client; null when it has not let it in.</summary>
    private async Task<string?> AnswerAsync(X509Certificate2? certificate, SslProtocols version)
    {
        await using LoopHost host = await LoopHost.StartAsync(
            handler: async connection =>
            {
                string subject = connection.Features.Get<ITlsConnectionFeature>()!.ClientCertificate!.Subject;
                await connection.Transport.Output.WriteAsync(System.Text.Encoding.ASCII.GetBytes(subject));
            },
            configure: listen => listen.UseMutualTls(_authority.Server, [], [_authority.Root]));
        using Socket socket = await host.ConnectAsync();
        await using SslStream stream = new(new NetworkStream(socket));
        try
        {
            await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "127.0.0.1",
                EnabledSslProtocols = version,
                ClientCertificates = certificate is null ? null : [certificate],
                RemoteCertificateValidationCallback = (_, server, _, _) => server is X509Certificate2 { } known && known.Equals(_authority.Server),
            });
            using StreamReader answer = new(stream);
            string text = await answer.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60));
            return text.Length > 0 ? text : null;
        }
        catch (Exception refused) when (refused is IOException or AuthenticationException)
        {
            return null;
        }
    }
}

using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Ota.Rpc.Tests.Support;

namespace Ota.Rpc.Tests.Server;

public sealed class ClientCertificateTests
{
    [Fact]
    public async Task A_certificate_s_common_name_is_the_peer()
    {
        AuthContext seen = await SeenAsync("CN=vid-123, OU=fleet");

        seen.IsPeerAuthenticated.Should().BeTrue();
        seen.PeerIdentityPropertyName.Should().Be("x509_common_name");
        seen.PeerIdentity.Select(property => property.Value).Should().Equal("vid-123");
    }

    [Fact]
    public async Task Alternative_names_go_before_the_common_name()
    {
        AuthContext seen = await SeenAsync("CN=vid-123", "a.test", "b.test");

        seen.PeerIdentityPropertyName.Should().Be("x509_subject_alternative_name");
        seen.PeerIdentity.Select(property => property.Value).Should().Equal("a.test", "b.test");
        seen.FindPropertiesByName("x509_common_name").Select(property => property.Value).Should().Equal("vid-123");
    }

    [Theory]
    [InlineData("OU=vid-123")]
    [InlineData("O=vid-123, C=DE")]
    [InlineData("E=vid-123@example.org")]
    public async Task Another_part_of_the_name_is_never_taken_for_the_common_name(string name)
    {
        AuthContext seen = await SeenAsync(name);

        seen.FindPropertiesByName("x509_common_name").Should().BeEmpty();
        seen.IsPeerAuthenticated.Should().BeFalse();
    }

    [Fact]
    public async Task A_common_name_that_imitates_a_longer_name_is_one_value()
    {
        AuthContext seen = await SeenAsync("CN=\"vid-1, CN=vid-2\"");

        seen.FindPropertiesByName("x509_common_name").Select(property => property.Value).Should().Equal("vid-1, CN=vid-2");
    }

    private static async Task<AuthContext> SeenAsync(string subject, params string[] names)
    {
        using X509Certificate2 serverCertificate = Certificate("CN=localhost", []);
        using X509Certificate2 clientCertificate = Certificate(subject, names);
        await using RpcServer server = await RpcServer.StartAsync(kestrel: kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(https =>
        {
            https.ServerCertificate = serverCertificate;
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            https.AllowAnyClientCertificate();
        })));
        AuthContext? seen = null;
        server.Script.Unary = (request, context) =>
        {
            seen = context.AuthContext;
            return Task.FromResult(request);
        };
        using RpcClient client = new(server.Ports[2], Handler(clientCertificate, serverCertificate), "https");

        (await client.UnaryAsync(new EchoMessage())).StatusCode.Should().Be(StatusCode.OK);

        return seen!;
    }

    private static SocketsHttpHandler Handler(X509Certificate2 certificate, X509Certificate2 server) => new()
    {
        SslOptions =
        {
            ClientCertificates = [certificate],
            LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate,
            RemoteCertificateValidationCallback = (_, presented, _, _) => presented?.GetCertHashString() == server.GetCertHashString(),
        },
    };

    private static X509Certificate2 Certificate(string subject, string[] names)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new(subject, key, HashAlgorithmName.SHA256);
        if (names.Length > 0)
        {
            SubjectAlternativeNameBuilder alternatives = new();
            foreach (string name in names)
                alternatives.AddDnsName(name);
            request.CertificateExtensions.Add(alternatives.Build());
        }
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}

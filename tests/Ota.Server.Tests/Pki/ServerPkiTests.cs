using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ota.Server.Hosting;
using Ota.Server.Pki;
using Ota.Testing;

namespace Ota.Server.Tests.Pki;

public sealed class ServerPkiTests : IDisposable
{
    private static readonly string[] WriteOrder =
        ["root.key", "root.crt", "operators-ca.key", "operators-ca.crt", "fleet-ca.key", "fleet-ca.crt", "server.key", "server.crt"];

    private readonly TempFolder _folder = new();
    private readonly ManualTime _time = new(new DateTimeOffset(2026, 5, 6, 7, 8, 9, TimeSpan.Zero));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_second_start_uses_what_the_first_made()
    {
        ServerPki first = Open();
        ServerPki second = Open();
        second.Root.Thumbprint.Should().Be(first.Root.Thumbprint);
        second.Operators.Certificate.Thumbprint.Should().Be(first.Operators.Certificate.Thumbprint);
        second.Fleet.Certificate.Thumbprint.Should().Be(first.Fleet.Certificate.Thumbprint);
        second.Server.Thumbprint.Should().Be(first.Server.Thumbprint);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void A_first_start_that_was_cut_off_after_any_file_is_finished_by_the_next(int written)
    {
        Open();
        string root = File.ReadAllText(_folder["pki/root.crt"]);
        foreach (string file in WriteOrder.Skip(written)) File.Delete(_folder[$"pki/{file}"]);
        File.WriteAllText(_folder[$"pki/{WriteOrder[written]}.new"], "half a fi");

        ServerPki pki = Open();
        pki.Server.HasPrivateKey.Should().BeTrue();
        pki.ClientCheck.Accepts(Client(pki)).Should().BeTrue();
        if (written >= 2) File.ReadAllText(_folder["pki/root.crt"]).Should().Be(root, "a root that exists is never replaced");
    }

    [Fact]
    public void A_renewal_that_was_cut_off_between_key_and_certificate_is_done_again()
    {
        string before = Open().Server.Thumbprint;
        using ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(_folder["pki/server.key"], other.ExportPkcs8PrivateKeyPem());
        Open().Server.Thumbprint.Should().NotBe(before);
    }

    [Fact]
    public void A_lost_ca_key_stops_the_start_instead_of_making_a_new_ca()
    {
        Open();
        File.Delete(_folder["pki/root.key"]);
        FluentActions.Invoking(() => Open()).Should().Throw<StartException>().WithMessage("*root.key is missing*restore*");
    }

    [Fact]
    public void Private_keys_are_for_the_owner_only()
    {
        if (OperatingSystem.IsWindows()) return; // Files have no such mode there.
        Open();
        foreach (string key in Directory.GetFiles(_folder["pki"], "*.key"))
            File.GetUnixFileMode(key).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void The_server_certificate_is_renewed_in_its_last_30_days_and_not_before()
    {
        string first = Open().Server.Thumbprint;
        _time.Jump(TimeSpan.FromDays(366));
        Open().Server.Thumbprint.Should().Be(first);
        _time.Jump(TimeSpan.FromDays(2));
        X509Certificate2 renewed = Open().Server;
        renewed.Thumbprint.Should().NotBe(first);
        renewed.NotAfter.ToUniversalTime().Should().BeCloseTo(_time.GetUtcNow().UtcDateTime.AddDays(397), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void The_server_certificate_is_renewed_when_its_names_change()
    {
        string first = Open("a.example").Server.Thumbprint;
        Open("a.example").Server.Thumbprint.Should().Be(first);
        X509Certificate2 renewed = Open("a.example", "10.1.2.3").Server;
        renewed.Thumbprint.Should().NotBe(first);
        renewed.MatchesHostname("10.1.2.3").Should().BeTrue();
        renewed.MatchesHostname("a.example").Should().BeTrue();
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void The_server_certificate_is_good_for_this_machine(string name) => Open().Server.MatchesHostname(name).Should().BeTrue();

    [Fact]
    public void Certificates_have_the_extensions_that_RFC_5280_asks_for()
    {
        ServerPki pki = Open();
        Basic(pki.Root).Should().Be((true, true, false, 0));
        Basic(pki.Operators.Certificate).Should().Be((true, true, true, 0), "it signs no further CA");
        Basic(pki.Server).Should().Be((true, false, false, 0));
        foreach (X509Certificate2 certificate in new[] { pki.Root, pki.Operators.Certificate, pki.Server })
        {
            certificate.Extensions.OfType<X509KeyUsageExtension>().Single().Critical.Should().BeTrue();
            certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Should().ContainSingle();
            certificate.SignatureAlgorithm.FriendlyName.Should().Be("sha256ECDSA");
            certificate.SerialNumberBytes.Length.Should().Be(16);
            certificate.NotBefore.ToUniversalTime().Should().Be(_time.GetUtcNow().UtcDateTime.AddMinutes(-5));
        }

        pki.Server.Extensions.OfType<X509AuthorityKeyIdentifierExtension>().Single().KeyIdentifier!.Value.ToArray().Should().Equal(
            Convert.FromHexString(pki.Root.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Single().SubjectKeyIdentifier!));
    }

    [Fact]
    public void A_client_certificate_outlives_neither_its_ca_nor_its_own_end()
    {
        ServerPki pki = Open();
        X509Certificate2 client = Client(pki);
        pki.ClientCheck.Accepts(client).Should().BeTrue();
        _time.Jump(TimeSpan.FromDays(31));
        pki.ClientCheck.Accepts(client).Should().BeFalse();
        _time.Jump(TimeSpan.FromDays(3652 - 31 - 10));
        Client(pki).NotAfter.Should().Be(pki.Operators.Certificate.NotAfter);
    }

    [Fact]
    public void Certificates_of_another_ca_and_the_servers_own_are_no_client_certificates()
    {
        ServerPki pki = Open();
        using TempFolder elsewhere = new();
        ServerPki other = ServerPki.Open(elsewhere.Path, new PkiOptions(), _time);
        pki.ClientCheck.Accepts(Client(other)).Should().BeFalse("the names are the same, the keys are not");
        pki.ClientCheck.Accepts(pki.Server).Should().BeFalse("it is for servers");
    }

    private static X509Certificate2 Client(ServerPki pki)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return pki.Operators.Issue(CertificateProfile.Client("anna", new PublicKey(key)), TimeSpan.FromDays(30));
    }

    private static (bool Critical, bool IsCa, bool HasPathLength, int PathLength) Basic(X509Certificate2 certificate)
    {
        X509BasicConstraintsExtension basic = certificate.Extensions.OfType<X509BasicConstraintsExtension>().Single();
        return (basic.Critical, basic.CertificateAuthority, basic.HasPathLengthConstraint, basic.PathLengthConstraint);
    }

    private ServerPki Open(params string[] names) => ServerPki.Open(_folder.Path, new PkiOptions { ServerNames = names }, _time);
}

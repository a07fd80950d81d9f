using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ota.Testing;

namespace Ota.EndToEnd.Cli;

[Collection(ServerCollection.Name)]
public sealed class ConnectionTests(RunningServer server) : IDisposable
{
    private readonly OtaTool _ota = new();
    private readonly ClosedPort _closed = new();

    public void Dispose()
    {
        _ota.Dispose();
        _closed.Dispose();
    }

    [Theory]
    [InlineData("status")]
    [InlineData("operators list --output json")]
    [InlineData("operators create nobody --role viewer")]
    [InlineData("version")]
    public async Task Where_nothing_listens_the_exit_code_is_3(string verb)
    {
        string address = $"https://127.0.0.1:{_closed.Number}";
        OtaRun run = (await _ota.RunAsync([.. verb.Split(' '), "--server", address, "--ca", server.Ca])).Should(3);
        run.Error.Should().StartWith($"ota: Cannot reach {address}: Connection refused. Is the server running? Try: ");
        Directory.GetFiles(_ota.Folder, "*", SearchOption.AllDirectories).Should().NotContain(path => path.EndsWith(".key", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Something_that_never_answers_is_not_reachable()
    {
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        OtaRun run = await _ota.RunAsync("status", "--timeout", "1", "--server", $"https://127.0.0.1:{PortOf(silent)}", "--ca", server.Ca);
        run.Should(3).Error.Should().Contain("no answer within 1 s");
    }

    [Fact]
    public async Task Ctrl_C_ends_a_call_under_way()
    {
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        using Process ota = _ota.Start("dotnet", [BuiltProgram.Ota, "status", "--server", $"https://127.0.0.1:{PortOf(silent)}", "--ca", server.Ca]);
        using TcpClient caller = await silent.AcceptTcpClientAsync();
        using (Process kill = Process.Start("kill", ["-INT", ota.Id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        (await OtaTool.EndAsync(ota)).Should(130).Error.Should().StartWith("ota: Interrupted");
    }

    [Fact]
    public async Task A_server_of_another_CA_is_refused()
    {
        _ota.Write("other.crt", MakeCertificate("other").Certificate);
        OtaRun run = await _ota.RunAsync("status", "--server", server.Url, "--ca", "other.crt");
        run.Should(1).Error.Should().Contain("does not come from the CA in other.crt");
    }

    [Fact]
    public async Task Without_a_CA_of_its_own_the_machine_decides_whom_to_trust()
    {
        OtaRun run = await _ota.RunAsync("status", "--server", server.Url);
        run.Should(1).Error.Should().Contain("does not come from a CA that this machine trusts").And.Contain("--ca FILE");
    }

    [Fact]
    public async Task Where_nothing_listens_the_exit_code_is_3_also_without_a_CA() =>
        (await _ota.RunAsync("status", "--server", $"https://127.0.0.1:{_closed.Number}")).Should(3);

    [Fact]
    public async Task An_address_given_by_hand_goes_with_the_credential_of_a_folder()
    {
        string byAddress = server.Url.Replace("localhost", "127.0.0.1", StringComparison.Ordinal);
        (await _ota.RunAsync("status", "--server", byAddress, "--data", server.Data)).Should(0).Out.Should().Contain("reachable");
        _ota.Environment["OTA_SERVER"] = byAddress;
        _ota.Environment["OTA_DATA"] = server.Data;
        (await _ota.RunAsync("status")).Should(0);
        _ota.Environment["OTA_SERVER"] = $"https://127.0.0.1:{_closed.Number}";
        (await _ota.RunAsync("status")).Should(3);
        (await _ota.RunAsync("status", "--data", server.Data)).Should(0); // A flag wins over a variable.
    }

    [Fact]
    public async Task A_certificate_of_another_CA_is_refused()
    {
        (string certificate, string key) = MakeCertificate("admin");
        _ota.Write("other.crt", certificate);
        _ota.Write("other.key", key);
        OtaRun run = await _ota.RunAsync("status", "--server", server.Url, "--ca", server.Ca, "--cert", "other.crt", "--key", "other.key");
        run.Should(1).Error.Should().Contain("other.crt");
    }

    [Fact]
    public async Task A_certificate_that_has_expired_is_named_with_its_day()
    {
        (string certificate, string key) = MakeCertificate("kim", new DateTimeOffset(2024, 5, 6, 0, 0, 0, TimeSpan.Zero));
        _ota.Write("old.crt", certificate);
        _ota.Write("old.key", key);
        OtaRun run = await _ota.RunAsync("status", "--server", server.Url, "--ca", server.Ca, "--cert", "old.crt", "--key", "old.key");
        run.Should(1).Error.Should().StartWith("ota: old.crt expired on 2024-05-06");
    }

    [Fact]
    public async Task Without_a_credential_the_server_says_what_is_missing()
    {
        OtaRun run = await _ota.RunAsync("status", "--server", server.Url, "--ca", server.Ca);
        run.Should(1).Error.Should().StartWith("ota: No credential was presented");
    }

    [Fact]
    public async Task A_token_that_nobody_issued_is_refused_and_shown_nowhere()
    {
        string token = $"ota_{new string('a', 16)}_{new string('b', 64)}";
        OtaRun run = await _ota.RunAsync("status", "--server", server.Url, "--ca", server.Ca, "--token", token);
        run.Should(1).Error.Should().StartWith("ota: The token is not known here").And.NotContain("bbbb");
    }

    private static int PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;

    private static (string Certificate, string Key) MakeCertificate(string name, DateTimeOffset? notAfter = null)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        DateTimeOffset end = notAfter ?? DateTimeOffset.UtcNow.AddDays(1);
        using X509Certificate2 certificate = request.CreateSelfSigned(end.AddDays(-30), end);
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}

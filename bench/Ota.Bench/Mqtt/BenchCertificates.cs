using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Ota.Bench.Mqtt;

/// <summary>A root, a server's certificate for localhost and a client's, ECDSA P-256, as PEM files for all brokers and the generator.</summary>
internal sealed record BenchCertificates(string Folder)
{
    public const string Root = "ca.pem";

    public const string Server = "server.pem";

    public const string ServerKey = "server.key";

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(2);

    public string[] ClientArguments =>
        ["--tls", "--ca", PathOf(Root), "--cert", PathOf("client.pem"), "--key", PathOf("client.key")];

    public static async Task<BenchCertificates> CreateAsync(string folder, DateTimeOffset now)
    {
        BenchCertificates certificates = new(folder);
        using ECDsa rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=bench root", rootKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using X509Certificate2 root = request.CreateSelfSigned(now - Lifetime, now + Lifetime);
        await File.WriteAllTextAsync(certificates.PathOf(Root), root.ExportCertificatePem());
        await certificates.IssueAsync(root, "server", "1.3.6.1.5.5.7.3.1", 1, now);
        await certificates.IssueAsync(root, "client", "1.3.6.1.5.5.7.3.2", 2, now);
        return certificates;
    }

    public string PathOf(string file) => Path.Combine(Folder, file);

    private async Task IssueAsync(X509Certificate2 root, string name, string usage, byte serial, DateTimeOffset now)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 issued = request.Create(root, now - Lifetime, now + (Lifetime / 2), [serial]);
        await File.WriteAllTextAsync(PathOf($"{name}.pem"), issued.ExportCertificatePem());
        await File.WriteAllTextAsync(PathOf($"{name}.key"), key.ExportPkcs8PrivateKeyPem());
    }
}

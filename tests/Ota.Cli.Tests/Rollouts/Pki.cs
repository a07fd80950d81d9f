using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ota.Testing;

namespace Ota.Cli.Tests.Rollouts;

/// <summary>A root, the certificate of a server at 127.0.0.1 and that of an operator, good for long enough that no clock of a test is too late.</summary>
internal static class Pki
{
    private static readonly DateTimeOffset From = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset To = new(2045, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly X509Certificate2 Root = CreateRoot();
    private static readonly (string Certificate, string Key) Operator = Issue("CN=kim", isServer: false);

    public static X509Certificate2 Server { get; } = CreateServer();

    public static X509Certificate2 OperatorCertificate { get; } = X509Certificate2.CreateFromPem(Operator.Certificate);

    /// <summary>Options that sign in with the operator's certificate, whose files go to the folder.</summary>
    public static string[] OptionsIn(TempFolder folder)
    {
        File.WriteAllText(folder["root.crt"], Root.ExportCertificatePem());
        File.WriteAllText(folder["kim.crt"], Operator.Certificate);
        File.WriteAllText(folder["kim.key"], Operator.Key);
        return ["--ca", folder["root.crt"], "--cert", folder["kim.crt"], "--key", folder["kim.key"]];
    }

    private static X509Certificate2 CreateRoot()
    {
        ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=test root", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(From, To);
    }

    private static X509Certificate2 CreateServer()
    {
        (string certificate, string key) = Issue("CN=server", isServer: true);
        using X509Certificate2 loose = X509Certificate2.CreateFromPem(certificate, key);
        return X509CertificateLoader.LoadPkcs12(loose.Export(X509ContentType.Pfx), null);
    }

    private static (string Certificate, string Key) Issue(string subject, bool isServer)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(isServer ? "1.3.6.1.5.5.7.3.1" : "1.3.6.1.5.5.7.3.2")], critical: false));
        if (isServer)
        {
            SubjectAlternativeNameBuilder names = new();
            names.AddIpAddress(IPAddress.Loopback);
            request.CertificateExtensions.Add(names.Build());
        }

        using X509Certificate2 issued = request.Create(Root, From, To, RandomNumberGenerator.GetBytes(8));
        return (issued.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}

using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Ota.Cli.Connection;

/// <summary>Loads the operator's certificate and key.</summary>
internal static class ClientCertificate
{
    /// <exception cref="CliException">A file is missing, no certificate, not the right key, or out of date.</exception>
    public static SslStreamCertificateContext Load(OperatorCredential.Certificate files, DateTimeOffset now)
    {
        string certificatePem = InputFile.ReadText(files.CertificateFile);
        string keyPem = InputFile.ReadText(files.KeyFile);
        X509Certificate2Collection chain = PemCertificates.Read(certificatePem, files.CertificateFile);
        CheckTime(chain[0], files.CertificateFile, now);
        return SslStreamCertificateContext.Create(Join(certificatePem, keyPem, files), [.. chain.Skip(1)], offline: true);
    }

    /// <summary>Signs with the certificate's key: ECDSA with SHA-256, DER.</summary>
    /// <exception cref="CliException">A file is missing, not the right key, or of another kind.</exception>
    public static byte[] Sign(OperatorCredential.Certificate files, byte[] data)
    {
        using X509Certificate2 certificate = Join(InputFile.ReadText(files.CertificateFile), InputFile.ReadText(files.KeyFile), files);
        using ECDsa key = certificate.GetECDsaPrivateKey()
            ?? throw CliException.Refused($"{files.KeyFile} is no ECDSA key, which this signature takes; ask an admin for a new credential: `ota operators add-credential`.");
        return key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    private static X509Certificate2 Join(string certificatePem, string keyPem, OperatorCredential.Certificate files)
    {
        try
        {
            return X509Certificate2.CreateFromPem(certificatePem, keyPem);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw CliException.BadUsage($"{files.KeyFile} is not the key of {files.CertificateFile}; name the two files that were made together.");
        }
    }

    private static void CheckTime(X509Certificate2 certificate, string file, DateTimeOffset now)
    {
        if (now >= certificate.NotAfter)
            throw CliException.Refused($"{file} expired on {Day(certificate.NotAfter)}; ask an admin for a new one: `ota operators add-credential`.");
        if (now < certificate.NotBefore)
            throw CliException.Refused($"{file} is not valid before {Day(certificate.NotBefore)}; check the clock of this machine.");
    }

    private static string Day(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

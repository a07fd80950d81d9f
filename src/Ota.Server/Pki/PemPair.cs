using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ota.Server.Storage;

namespace Ota.Server.Pki;

/// <summary>
/// A certificate and its private key in two PEM files. The key is written first, so the certificate file is the sign that the pair
/// is complete: a crash between the two leaves a key without a certificate (or with another one), and the pair is made again.
/// </summary>
internal sealed record PemPair(string CertificatePath, string KeyPath)
{
    public static PemPair In(string folder, string name) => new(Path.Combine(folder, $"{name}.crt"), Path.Combine(folder, $"{name}.key"));

    public bool Exists => File.Exists(CertificatePath);

    /// <summary>The certificate with its key, or null if the pair is not complete.</summary>
    public X509Certificate2? TryLoad()
    {
        if (!File.Exists(CertificatePath) || !File.Exists(KeyPath)) return null;
        try
        {
            return X509Certificate2.CreateFromPemFile(CertificatePath, KeyPath);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return null; // The key is not the certificate's, or one of them is not PEM.
        }
    }

    /// <summary>Makes a key, has its certificate signed and saves both.</summary>
    public X509Certificate2 Make(Func<ECDsa, X509Certificate2> sign)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate = sign(key);
        Save(certificate, key);
        return TryLoad() ?? throw new CryptographicException($"{CertificatePath} cannot be read back.");
    }

    public void Save(X509Certificate2 certificate, ECDsa key)
    {
        DurableFile.WriteText(KeyPath, key.ExportPkcs8PrivateKeyPem() + "\n");
        SaveCertificate(certificate);
    }

    public void Delete()
    {
        File.Delete(CertificatePath);
        File.Delete(KeyPath);
    }

    public void SaveCertificate(X509Certificate2 certificate) =>
        DurableFile.WriteText(
            CertificatePath,
            certificate.ExportCertificatePem() + "\n",
            DurableFile.OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
}

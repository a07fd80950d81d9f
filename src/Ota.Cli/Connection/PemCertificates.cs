using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Ota.Cli.Connection;

/// <summary>Reads the certificates of a PEM file.</summary>
internal static class PemCertificates
{
    /// <exception cref="CliException">There is none, or a broken one.</exception>
    public static X509Certificate2Collection Read(string pem, string file)
    {
        X509Certificate2Collection found = [];
        try
        {
            found.ImportFromPem(pem);
        }
        catch (CryptographicException)
        {
            throw CliException.BadUsage($"{file} holds a broken certificate; get the file again.");
        }
        return found.Count > 0
            ? found
            : throw CliException.BadUsage($"{file} holds no certificate; it must be PEM, -----BEGIN CERTIFICATE-----.");
    }
}

using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Ota.Server.Pki;

/// <summary>The names that the server's certificate is good for.</summary>
internal static class ServerNames
{
    public static X509Extension ToExtension(IReadOnlyList<string> configured)
    {
        SubjectAlternativeNameBuilder names = new();
        string[] all = ["localhost", "127.0.0.1", "::1", Environment.MachineName.ToLowerInvariant(), .. configured];
        foreach (string name in all.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (IPAddress.TryParse(name, out IPAddress? address))
                names.AddIpAddress(address);
            else if (Uri.CheckHostName(name) == UriHostNameType.Dns)
                names.AddDnsName(name);
        }

        return names.Build();
    }

    /// <summary>Whether a certificate has exactly these names.</summary>
    public static bool AreIn(X509Certificate2 certificate, X509Extension names) =>
        certificate.Extensions[names.Oid!.Value!] is { } present && present.RawData.AsSpan().SequenceEqual(names.RawData);
}

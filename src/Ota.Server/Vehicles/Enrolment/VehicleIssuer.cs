using System.Security.Cryptography.X509Certificates;
using Ota.Core.Vehicles;
using Ota.Server.Pki;

namespace Ota.Server.Vehicles.Enrolment;

/// <summary>Makes vehicles' certificates. What it makes works only once its row is stored.</summary>
internal sealed class VehicleIssuer(ServerPki pki, EnrolmentOptions options, TimeProvider time)
{
    public string CaPem => pki.Fleet.Certificate.ExportCertificatePem() + "\n";

    public string RootPem => pki.Root.ExportCertificatePem() + "\n";

    public (CertificateRow Row, string Pem) Issue(Vid vid, PublicKey key)
    {
        using X509Certificate2 certificate =
            pki.Fleet.Issue(CertificateProfile.Client(vid.Value, key), TimeSpan.FromDays(options.CertificateDays));
        CertificateRow row = new()
        {
            Fingerprint = FleetCertificates.FingerprintOf(certificate),
            Issued = time.GetUtcNow().ToUnixTimeMilliseconds(),
            Expires = new DateTimeOffset(certificate.NotAfter).ToUnixTimeMilliseconds(),
        };
        return (row, certificate.ExportCertificatePem() + "\n");
    }
}

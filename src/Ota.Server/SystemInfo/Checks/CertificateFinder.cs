using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Ota.Server.Operators;
using Ota.Server.Pki;
using Ota.Server.Vehicles.Enrolment;

namespace Ota.Server.SystemInfo.Checks;

/// <summary>How long the server's certificate and its CAs are good.</summary>
internal sealed class CertificateFinder(ServerPki pki, EnrolmentOptions enrolment, OperatorsOptions operators) : IFinder
{
    public string Name => "certificate";

    public Task<IReadOnlyList<V1.SystemCheck>> FindAsync(DateTimeOffset now, CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<V1.SystemCheck>>(
        [
            OfServer(now),
            OfCa("fleet CA", pki.Fleet.Certificate, "vehicles'", enrolment.CertificateDays, now),
            OfCa("operators CA", pki.Operators.Certificate, "operators'", operators.CredentialDays, now),
        ]);

    private V1.SystemCheck OfServer(DateTimeOffset now)
    {
        string until = Until(pki.Server);
        return (new DateTimeOffset(pki.Server.NotAfter) - now) switch
        {
            { Ticks: <= 0 } => Found.Problem(Name, $"The server's certificate was good until {until}: restart the server, which renews it."),
            TimeSpan left when left < ServerPki.RenewBefore => Found.Warning(Name, $"The server's certificate is good until {until}: restart the server before, which renews it."),
            _ => Found.Ok(Name, $"The server's certificate is good until {until}."),
        };
    }

    // What a CA issues ends with it, so it is too old long before its own end.
    private static V1.SystemCheck OfCa(string name, X509Certificate2 ca, string whose, int days, DateTimeOffset now)
    {
        string until = Until(ca);
        return (new DateTimeOffset(ca.NotAfter) - now) switch
        {
            { Ticks: <= 0 } => Found.Problem(name, $"It was good until {until}, and {whose} certificates ended with it: a server with a new data folder has to take its place."),
            TimeSpan left when left < TimeSpan.FromDays(days) => Found.Warning(
                name, $"It is good until {until}, and {whose} new certificates now end with it: plan a server with a new data folder and move over before."),
            _ => Found.Ok(name, $"It is good until {until}."),
        };
    }

    private static string Until(X509Certificate2 certificate) =>
        certificate.NotAfter.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}

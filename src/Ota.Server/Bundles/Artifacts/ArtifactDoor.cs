using System.Data.Common;
using Ota.Server.Hosting;
using Ota.Server.Operators;
using Ota.Server.Storage;
using Ota.Server.Vehicles.Enrolment;

namespace Ota.Server.Bundles.Artifacts;

/// <summary>Lets in vehicles, operators, and whoever has a signed URL.</summary>
internal sealed class ArtifactDoor(ArtifactUrls urls, FleetCertificates fleet, Database database)
{
    public async Task<DownloadAdmission> AdmitAsync(HttpContext http, string sha256)
    {
        if (ArtifactUrls.IsSigned(http.Request.Query))
        {
            return urls.Problem(sha256, http.Request.Query) is { } problem
                ? new DownloadAdmission(StatusCodes.Status403Forbidden, problem)
                : DownloadAdmission.To($"address {http.Connection.RemoteIpAddress}");
        }

        switch (http.Features.Get<Caller>())
        {
            case Caller.Known known:
                return DownloadAdmission.To($"operator {known.Identity.Name}");
            case Caller.Vehicle vehicle:
                return await JudgeAsync(vehicle, http.RequestAborted);
            case Caller.Refused refused:
                return new DownloadAdmission(StatusCodes.Status401Unauthorized, refused.Reason);
            case Caller.Undetermined:
                return Unavailable();
            case var _ when http.Features.Get<Listener>()?.Name == Listener.Http: // With --dev only, from this machine only (ListenerGate).
                return DownloadAdmission.To("developer");
            default:
                return new DownloadAdmission(
                    StatusCodes.Status401Unauthorized,
                    "Artifacts are for vehicles and operators: come with a client certificate, a bearer token or a signed URL.");
        }
    }

    private async Task<DownloadAdmission> JudgeAsync(Caller.Vehicle vehicle, CancellationToken stop)
    {
        try
        {
            return await fleet.IsGoodAsync(vehicle.Certificate, stop)
                ? DownloadAdmission.To($"vehicle {FleetCertificates.FingerprintOf(vehicle.Certificate)}")
                : new DownloadAdmission(StatusCodes.Status403Forbidden, "The vehicle's certificate was revoked or is not known here: enrol again.");
        }
        catch (DbException e) when (database.IsOutage(e))
        {
            return Unavailable();
        }
    }

    private static DownloadAdmission Unavailable() => new(
        StatusCodes.Status503ServiceUnavailable, "The database cannot be reached, so nobody can be let in: try again later.");
}

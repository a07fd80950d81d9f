using System.Data.Common;
using System.Security.Cryptography.X509Certificates;
using Ota.Core.Operators;
using Ota.Core.Vehicles;
using Ota.Server.Hosting;
using Ota.Server.Operators;
using Ota.Server.Storage;
using Ota.Server.Vehicles.Enrolment;

namespace Ota.Server.Bundles.Director;

/// <summary>Lets in the vehicle itself, operators who may see what it was told, and on the port for development everybody on the machine.</summary>
internal sealed class DirectorDoor(FleetCertificates fleet, Database database)
{
    private static readonly MethodRule Reading = AuthorizationPolicy.RuleFor("ota.v1.Director/GetAssignment")!;

    /// <returns>Null if the caller may come in, else why not.</returns>
    public async Task<DirectorRefusal?> JudgeAsync(HttpContext http, Vid vehicle)
    {
        switch (http.Features.Get<Caller>())
        {
            case Caller.Vehicle caller:
                return await JudgeAsync(caller.Certificate, vehicle, http.RequestAborted);
            case Caller.Known known when AuthorizationPolicy.Allows(Reading, known.Identity.Roles):
                return null;
            case Caller.Known known:
                return Forbid($"{known.Identity.Name} may not see what vehicles are told: it needs a role that may call GetAssignment.");
            case Caller.Refused refused:
                return new DirectorRefusal(StatusCodes.Status401Unauthorized, refused.Reason);
            case Caller.Undetermined:
                return DirectorRefusal.NoDatabase;
            default:
                // ListenerGate opens that port to this with --dev only, and it listens on loopback.
                return http.Features.Get<Listener>()?.Name == Listener.Http
                    ? null
                    : new DirectorRefusal(StatusCodes.Status401Unauthorized, "Come with the vehicle's client certificate.");
        }
    }

    private async Task<DirectorRefusal?> JudgeAsync(X509Certificate2 certificate, Vid vehicle, CancellationToken stop)
    {
        if (certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false) != vehicle.Value) return Forbid("This is another vehicle's metadata.");
        try
        {
            return await fleet.IsGoodAsync(certificate, stop)
                ? null
                : Forbid("The vehicle's certificate was revoked or is not known here: enrol again.");
        }
        catch (DbException e) when (database.IsOutage(e))
        {
            return DirectorRefusal.NoDatabase;
        }
    }

    private static DirectorRefusal Forbid(string sentence) => new(StatusCodes.Status403Forbidden, sentence);
}

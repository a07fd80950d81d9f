using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Ota.Server.Hosting;
using Ota.Server.Operators;

namespace Ota.Server.Vehicles.Enrolment;

/// <summary>Enrolment as a service. Whether an operator may was decided before; Enrol is for vehicles, which have no credential yet.</summary>
internal sealed class EnrolmentService(
    ClaimOffice office, EnrolmentDesk desk, EnrolmentStore store, FleetCertificates fleet, VehicleFinder finder, ILogger<EnrolmentService> log)
    : V1.Enrolment.EnrolmentBase
{
    public override Task<V1.CreateClaimsResponse> CreateClaims(V1.CreateClaimsRequest request, ServerCallContext context) =>
        office.CreateAsync(request, context);

    public override async Task<V1.EnrolResponse> Enrol(V1.EnrolRequest request, ServerCallContext context)
    {
        (EnrolmentOutcome outcome, V1.EnrolResponse? response, string problem) = await desk.EnrolAsync(request, context.CancellationToken);
        if (response is null)
        {
            log.EnrolmentRefused(context.GetHttpContext().Connection.RemoteIpAddress, outcome);
            throw new RpcException(new Status(CodeOf(outcome), problem));
        }

        log.Enrolled(response.Vid);
        return response;
    }

    public override async Task<V1.EnrolResponse> Renew(V1.RenewRequest request, ServerCallContext context)
    {
        HttpContext http = context.GetHttpContext();
        X509Certificate2? certificate = (http.Features.Get<Caller>() as Caller.Vehicle)?.Certificate;
        (EnrolmentOutcome outcome, V1.EnrolResponse? response, string problem) =
            await desk.RenewAsync(certificate, request, context.CancellationToken);
        if (response is null)
        {
            log.RenewalRefused(http.Connection.RemoteIpAddress, outcome);
            throw new RpcException(new Status(CodeOf(outcome), problem));
        }

        log.Renewed(response.Vid);
        return response;
    }

    public override async Task<V1.RevokeVehicleResponse> RevokeVehicle(V1.RevokeVehicleRequest request, ServerCallContext context)
    {
        Violations violations = new();
        VehicleName name = VehicleFinder.Read(request.Vehicle, request.Purpose, "vid", context, violations);
        VehicleChangesReader.CheckReason(request.Reason, violations);
        violations.ThrowIfAny();

        long number = await finder.FindAsync(name, context.CancellationToken);
        (int certificates, int claims) =
            await store.RevokeAsync(number, request.Reason, VehicleFinder.CallerOf(context).Name, context.CancellationToken);
        await fleet.NoteRevocationAsync(CancellationToken.None); // It is revoked, even if the caller does not wait for the answer.
        string vid = (await finder.ShowAsync(number, context.CancellationToken)).Vid;
        return new V1.RevokeVehicleResponse { Vid = vid, Certificates = certificates, Claims = claims };
    }

    private static StatusCode CodeOf(EnrolmentOutcome outcome) => outcome switch
    {
        EnrolmentOutcome.BadRequest => StatusCode.InvalidArgument,
        EnrolmentOutcome.TooMany or EnrolmentOutcome.TooEarly => StatusCode.ResourceExhausted,
        EnrolmentOutcome.UnknownClaim or EnrolmentOutcome.BadCertificate => StatusCode.Unauthenticated,
        _ => StatusCode.FailedPrecondition,
    };
}

using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Ota.Core.Vehicles;
using Ota.Server.Hosting;
using Ota.Server.Vehicles.Enrolment;

namespace Ota.Server.Vehicles;

/// <summary>The methods of the service that change one vehicle. They answer with the vehicle, without its VIN.</summary>
internal sealed class VehicleEdits(
    VehicleFinder finder, VehicleChanges changes, EcuUnlocks unlocks, FleetCertificates fleet, TimeProvider time)
{
    private const string Shown = "vehicle,ecus,status,tags,options,rxswins";

    public async Task<V1.Vehicle> TagAsync(V1.TagVehicleRequest request, ServerCallContext context)
    {
        Violations violations = new();
        VehicleName name = VehicleFinder.Read(request.Vehicle, request.Purpose, Shown, context, violations);
        VehicleChangesReader.CheckTags(request, violations);
        violations.ThrowIfAny();

        long number = await finder.FindAsync(name, context.CancellationToken);
        if (!await changes.TryTagAsync(number, request.Set, request.Remove, ActorOf(context), context.CancellationToken))
            throw Precondition($"The vehicle would have more than {Vehicle.MaxTags} tags; remove some first.");
        return await finder.ShowAsync(number, context.CancellationToken);
    }

    public async Task<V1.Vehicle> SetStatusAsync(V1.SetVehicleStatusRequest request, ServerCallContext context)
    {
        Violations violations = new();
        VehicleName name = VehicleFinder.Read(request.Vehicle, request.Purpose, Shown, context, violations);
        VehicleStatus status = VehicleChangesReader.ReadStatus(request.Status, violations);
        VehicleChangesReader.CheckReason(request.Reason, violations);
        violations.ThrowIfAny();

        long number = await finder.FindAsync(name, context.CancellationToken);
        await changes.SetStatusAsync(number, status, request.Reason, ActorOf(context), context.CancellationToken);
        if (status != VehicleStatus.Active) await fleet.NoteRevocationAsync(CancellationToken.None);
        return await finder.ShowAsync(number, context.CancellationToken);
    }

    public async Task<V1.Vehicle> StartTenureAsync(V1.StartTenureRequest request, ServerCallContext context)
    {
        Violations violations = new();
        VehicleName name = VehicleFinder.Read(request.Vehicle, request.Purpose, Shown, context, violations);
        DateTimeOffset start = VehicleChangesReader.ReadStart(request.StartTime, time.GetUtcNow(), violations);
        violations.ThrowIfAny();

        long number = await finder.FindAsync(name, context.CancellationToken);
        if (!await changes.TryStartTenureAsync(number, start, ActorOf(context), context.CancellationToken))
            throw Precondition("The present tenure did not begin before that time; give a later one.");
        return await finder.ShowAsync(number, context.CancellationToken);
    }

    public async Task<V1.EcuUnlock> UnlockAsync(V1.UnlockEcuRequest request, ServerCallContext context)
    {
        Violations violations = new();
        VehicleName name = VehicleFinder.Read(request.Vehicle, request.Purpose, "vid", context, violations);
        EcuSerial? serial = VehicleChangesReader.ReadSerial(request.Serial, violations);
        VehicleChangesReader.CheckReason(request.Reason, violations);
        DateTimeOffset expires = time.GetUtcNow() + VehicleChangesReader.ReadLifetime(request.Lifetime, violations);
        violations.ThrowIfAny();

        long number = await finder.FindAsync(name, context.CancellationToken);
        string id = await unlocks.TryUnlockAsync(number, serial!, request.Reason, expires, ActorOf(context), context.CancellationToken)
            ?? throw new RpcException(new Status(StatusCode.NotFound, $"The vehicle has no ECU {serial}; GetVehicle lists those that it has."));
        string vid = (await finder.ShowAsync(number, context.CancellationToken)).Vid;
        return new V1.EcuUnlock { UnlockId = id, Vid = vid, Serial = serial!.Value, ExpireTime = expires.ToTimestamp() };
    }

    private static string ActorOf(ServerCallContext context) => VehicleFinder.CallerOf(context).Name;

    private static RpcException Precondition(string sentence) => new(new Status(StatusCode.FailedPrecondition, sentence));
}

using Grpc.Core;
using Ota.Core.Vehicles;
using Ota.Server.Hosting;
using Ota.Server.Operators;
using Ota.Server.Vehicles;

namespace Ota.Server.Bundles.Director;

/// <summary>What vehicles are told, as a service. Whether the caller may was decided before.</summary>
internal sealed class DirectorService(
    VehicleFinder finder, VehicleFacts facts, AssignmentDesk desk, DirectorStore store, ILogger<DirectorService> log) : V1.Director.DirectorBase
{
    private const string Shown = "vid,assignment";

    public override async Task<V1.Assignment> AssignBundle(V1.AssignBundleRequest request, ServerCallContext context)
    {
        Violations violations = new();
        VehicleName name = VehicleFinder.Read(request.Vehicle, request.Purpose, Shown, context, violations);
        string? digest = BundleResource.TryParse(request.Bundle);
        if (digest is null) violations.Add("bundle", "Not bundles/ and 64 lower-case hexadecimal digits.");
        violations.ThrowIfAny();

        OperatorIdentity who = VehicleFinder.CallerOf(context);
        long number = await finder.FindAsync(name, context.CancellationToken);
        AssignmentRow row = await desk.AssignAsync(number, digest!, who, context.CancellationToken);
        log.Assigned(row.Vid, row.Bundle, who.Name);
        return await ShowAsync(Vid.TryParse(row.Vid)!.Value, row, context);
    }

    public override async Task<V1.Assignment> ClearAssignment(V1.ClearAssignmentRequest request, ServerCallContext context)
    {
        Violations violations = new();
        VehicleName name = VehicleFinder.Read(request.Vehicle, request.Purpose, Shown, context, violations);
        violations.ThrowIfAny();

        OperatorIdentity who = VehicleFinder.CallerOf(context);
        long number = await finder.FindAsync(name, context.CancellationToken);
        (Vid vehicle, AssignmentRow? row) = await desk.ClearAsync(number, who, context.CancellationToken);
        log.Cleared(vehicle.Value, who.Name);
        return await ShowAsync(vehicle, row, context);
    }

    public override async Task<V1.Assignment> GetAssignment(V1.GetAssignmentRequest request, ServerCallContext context)
    {
        Violations violations = new();
        VehicleName name = VehicleFinder.Read(request.Vehicle, request.Purpose, Shown, context, violations);
        violations.ThrowIfAny();

        long number = await finder.FindAsync(name, context.CancellationToken);
        Vid vehicle = (await facts.LoadAsync(number, context.CancellationToken)).Vid;
        DirectorBasis? basis = await store.FindAsync(vehicle, context.CancellationToken);
        return DirectorMessages.From(vehicle, basis?.Assignment, basis?.Head.Version ?? 0);
    }

    private async Task<V1.Assignment> ShowAsync(Vid vehicle, AssignmentRow? row, ServerCallContext context) =>
        DirectorMessages.From(vehicle, row, (await store.FindAsync(vehicle, context.CancellationToken))?.Head.Version ?? 0);
}

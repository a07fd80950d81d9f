using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Installs;
using Ota.Server.Hosting;
using Ota.Server.Vehicles;

namespace Ota.Server.Rollouts;

/// <summary>Shows the vehicles of a rollout.</summary>
internal sealed class InstallViews(RolloutFinder finder, InstallLists lists, VehicleFinder vehicles)
{
    private const string Fields = "vid,install";

    public async Task<V1.ListInstallsResponse> ListAsync(V1.ListInstallsRequest request, ServerCallContext context)
    {
        Violations violations = new();
        string id = RolloutFinder.ReadId(request.Name, "name", violations);
        NumberPage page = NumberPage.Read(request.PageSize, request.PageToken, violations);
        if (request.States.Any(state => state == V1.InstallState.Unspecified || !System.Enum.IsDefined(state)))
            violations.Add("states", "A state that this server does not know; use the values of ota.v1.InstallState.");
        if (!System.Enum.IsDefined(request.Work)) violations.Add("work", "No list that this server knows; use the values of ota.v1.WorkList.");
        VehicleName? name = request.Vehicle is null ? null : VehicleFinder.Read(request.Vehicle, request.Purpose, Fields, context, violations);
        violations.ThrowIfAny();

        CancellationToken stop = context.CancellationToken;
        Rollout rollout = await finder.FindAsync(id, stop);
        InstallLists.Wanted wanted = new(
            [.. request.States.Select(state => (InstallState)state)], (WorkList)request.Work, name is null ? null : await vehicles.FindAsync(name, stop));
        // One more than asked tells whether another page follows.
        IReadOnlyList<(string Vid, Install Install)> found = await lists.ListAsync(rollout.Number, wanted, page.After, page.Size + 1, stop);
        V1.ListInstallsResponse response = new();
        response.Installs.Add(found.Take(page.Size).Select(one => InstallMessages.From(one.Install, one.Vid, RolloutName.Of(rollout))));
        if (found.Count > page.Size) response.NextPageToken = NumberPage.TokenAfter(found[page.Size - 1].Install.Vehicle);
        return response;
    }

    public async Task<V1.ListInstallEventsResponse> ListEventsAsync(V1.ListInstallEventsRequest request, ServerCallContext context)
    {
        Violations violations = new();
        string id = RolloutFinder.ReadId(request.Name, "name", violations);
        VehicleName name = VehicleFinder.Read(request.Vehicle, request.Purpose, "vid,install,events", context, violations);
        violations.ThrowIfAny();

        CancellationToken stop = context.CancellationToken;
        Rollout rollout = await finder.FindAsync(id, stop);
        long vehicle = await vehicles.FindAsync(name, stop);
        IReadOnlyList<InstallEventRow> rows = await lists.EventsAsync(rollout.Number, vehicle, stop);
        return new V1.ListInstallEventsResponse { Events = { rows.Select(From) } };
    }

    private static V1.InstallEventLine From(InstallEventRow row) => new()
    {
        Time = StoredTime.Of(row.Time).ToTimestamp(),
        Kind = row.Kind,
        State = (V1.InstallState)row.State,
        Text = InstallEventWords.Of(InstallEventForm.Read(row.Kind, row.Event)),
    };
}

using Grpc.Core;
using Ota.Core.Vehicles;
using Ota.Core.Vehicles.Filters;
using Ota.Server.Hosting;

namespace Ota.Server.Vehicles;

/// <summary>The register as a service. Whether the caller may was decided before.</summary>
internal sealed class VehiclesService(VehicleStore store, VehicleFinder finder, VinDirectory vins, VehicleImports imports, VehicleEdits edits)
    : V1.Vehicles.VehiclesBase
{
    private const int MaxVins = 1000;
    private const int MaxLookups = 1000;

    public override Task<V1.Import> ImportVehicles(IAsyncStreamReader<V1.ImportVehiclesRequest> requests, ServerCallContext context) =>
        imports.ImportAsync(requests, context);

    public override Task<V1.Import> GetImport(V1.GetImportRequest request, ServerCallContext context) => imports.GetAsync(request, context);

    public override async Task<V1.ListVehiclesResponse> ListVehicles(V1.ListVehiclesRequest request, ServerCallContext context)
    {
        Violations violations = new();
        NumberPage page = NumberPage.Read(request.PageSize, request.PageToken, violations);
        FilterNode? filter = ReadFilter(request.Filter, violations);
        VinLookup? why = request.ShowVins ? VehicleFinder.Purpose(context, request.Purpose, VehicleFinder.AllFields, violations) : null;
        violations.ThrowIfAny();

        // One more than asked tells whether another page follows.
        IReadOnlyList<ListedVehicle> found = await store.ListAsync(filter!, page.After, page.Size + 1, context.CancellationToken);
        ListedVehicle[] shown = [.. found.Take(page.Size)];
        IReadOnlyDictionary<long, Vin> known = why is null || shown.Length == 0
            ? new Dictionary<long, Vin>()
            : await vins.RevealAsync([.. shown.Select(listed => listed.Number)], why, context.CancellationToken);
        V1.ListVehiclesResponse response = new();
        response.Vehicles.Add(shown.Select(listed => VehicleMessages.From(listed.Vehicle, known.GetValueOrDefault(listed.Number))));
        if (found.Count > shown.Length) response.NextPageToken = NumberPage.TokenAfter(shown[^1].Number);
        return response;
    }

    public override async Task<V1.CountVehiclesResponse> CountVehicles(V1.CountVehiclesRequest request, ServerCallContext context)
    {
        Violations violations = new();
        FilterNode? filter = ReadFilter(request.Filter, violations);
        violations.ThrowIfAny();
        return new V1.CountVehiclesResponse { Count = await store.CountAsync(filter!, context.CancellationToken) };
    }

    public override async Task LookUpVehicles(
        IAsyncStreamReader<V1.LookUpVehiclesRequest> requests, IServerStreamWriter<V1.LookUpVehiclesResponse> responses, ServerCallContext context)
    {
        VinLookup? why = null;
        while (await requests.MoveNext(context.CancellationToken))
        {
            V1.LookUpVehiclesRequest request = requests.Current;
            Violations violations = new();
            why ??= VehicleFinder.Purpose(context, request.Purpose, VehicleFinder.AllFields, violations);
            if (request.Vins.Count > MaxVins) violations.Add("vins", $"More than {MaxVins} in one message; send several.");
            violations.ThrowIfAny();
            await responses.WriteAsync(await LookUpAsync(request, why!, context.CancellationToken));
        }
    }

    public override async Task<V1.Vehicle> GetVehicle(V1.GetVehicleRequest request, ServerCallContext context)
    {
        Violations violations = new();
        VehicleName name = VehicleFinder.Read(request.Vehicle, request.Purpose, VehicleFinder.AllWithContact, context, violations);
        // By vid the answer shows the VIN as well, which is the same look-up in the other direction.
        VinLookup? why = name.Lookup ?? (name.Vid is null
            ? null
            : VehicleFinder.Purpose(context, request.Purpose, VehicleFinder.AllWithContact, violations));
        violations.ThrowIfAny();

        long number = await finder.FindAsync(name, context.CancellationToken);
        Vin vin = name.Vin ?? (await vins.RevealAsync([number], why!, context.CancellationToken))[number];
        return await finder.ShowWithContactAsync(number, vin, context.CancellationToken);
    }

    public override async Task<V1.ListVehicleEventsResponse> ListVehicleEvents(V1.ListVehicleEventsRequest request, ServerCallContext context)
    {
        Violations violations = new();
        NumberPage page = NumberPage.Read(request.PageSize, request.PageToken, violations);
        VehicleName name = VehicleFinder.Read(request.Vehicle, request.Purpose, "vid,events", context, violations);
        violations.ThrowIfAny();

        long number = await finder.FindAsync(name, context.CancellationToken);
        IReadOnlyList<VehicleEvent> events = await store.EventsAsync(number, page.After, page.Size + 1, context.CancellationToken);
        V1.ListVehicleEventsResponse response = new() { Vid = (await finder.ShowAsync(number, context.CancellationToken)).Vid };
        response.Events.Add(events.Take(page.Size).Select(VehicleMessages.From));
        if (events.Count > page.Size) response.NextPageToken = NumberPage.TokenAfter(events[page.Size - 1].Number);
        return response;
    }

    public override async Task<V1.ListVehicleLookupsResponse> ListVehicleLookups(V1.ListVehicleLookupsRequest request, ServerCallContext context)
    {
        Violations violations = new();
        VehicleName name = VehicleFinder.Read(request.Vehicle, request.Purpose, "lookups", context, violations);
        violations.ThrowIfAny();

        long number = await finder.FindAsync(name, context.CancellationToken);
        IReadOnlyList<VinLookupRow> rows = await vins.LookupsAsync(number, MaxLookups, context.CancellationToken);
        return new V1.ListVehicleLookupsResponse { Lookups = { rows.Select(VehicleMessages.From) } };
    }

    public override Task<V1.Vehicle> TagVehicle(V1.TagVehicleRequest request, ServerCallContext context) => edits.TagAsync(request, context);

    public override Task<V1.Vehicle> SetVehicleStatus(V1.SetVehicleStatusRequest request, ServerCallContext context) =>
        edits.SetStatusAsync(request, context);

    public override Task<V1.Vehicle> StartTenure(V1.StartTenureRequest request, ServerCallContext context) => edits.StartTenureAsync(request, context);

    public override Task<V1.EcuUnlock> UnlockEcu(V1.UnlockEcuRequest request, ServerCallContext context) => edits.UnlockAsync(request, context);

    private async Task<V1.LookUpVehiclesResponse> LookUpAsync(V1.LookUpVehiclesRequest request, VinLookup why, CancellationToken stop)
    {
        Vin?[] asked = [.. request.Vins.Select(Vin.TryParse)];
        Vin[] readable = [.. asked.OfType<Vin>()];
        IReadOnlyList<long?> numbers = readable.Length == 0 ? [] : await vins.FindAsync(readable, why, stop);
        IReadOnlyDictionary<long, Vehicle> vehicles = await store.LoadAsync([.. numbers.OfType<long>().Distinct()], stop);
        V1.LookUpVehiclesResponse response = new();
        int next = 0;
        foreach (Vin? vin in asked)
        {
            long? number = vin is null ? null : numbers[next++];
            response.Results.Add(new V1.LookUpVehiclesResponse.Types.Result
            {
                Vehicle = number is null ? null : VehicleMessages.From(vehicles[number.Value], vin),
                Problem = vin is null ? "Not a VIN." : number is null ? "Not registered." : "",
            });
        }

        return response;
    }

    private static FilterNode? ReadFilter(string text, Violations violations)
    {
        FilterNode? filter = FilterParser.TryParse(text, out FilterProblem? problem);
        if (problem is not null) violations.Add("filter", problem.ToString());
        return filter;
    }
}

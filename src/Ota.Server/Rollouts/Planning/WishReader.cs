using Google.Protobuf.Collections;
using Grpc.Core;
using Ota.Core.Vehicles.Filters;
using Ota.Server.Bundles.Director;
using Ota.Server.Hosting;
using Ota.Server.Vehicles;

namespace Ota.Server.Rollouts.Planning;

/// <summary>Reads the rest of a request that means a population: who is meant, and what for.</summary>
internal sealed class WishReader(VehicleNames names, DescribeBundle describe, FindStagedBundle find, FreezeTurn turn)
{
    private const string Fields = "vid,rollout";

    /// <summary>Reads who is meant, to the end of the stream.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT with all that is wrong so far.</exception>
    public async Task<(Selection Selection, FoundVehicles Named)> SelectAsync<T>(
        IAsyncStreamReader<T> requests, Func<T, RepeatedField<string>> namesIn, string filterText, FilterNode? filter, string purpose, Violations violations,
        ServerCallContext context)
    {
        bool isList = filterText.Length == 0;
        VinLookup? why = isList ? VehicleFinder.Purpose(context, purpose, Fields, violations) : null;
        if (!isList && namesIn(requests.Current).Count > 0) violations.Add("vehicles", "There is a filter already; send either the filter or vehicles.");
        violations.ThrowIfAny();

        if (!isList)
        {
            await VehicleNames.ExpectNoneAsync(requests, namesIn, context.CancellationToken);
            return (new Selection(filterText) { Filter = filter }, FoundVehicles.None);
        }

        FoundVehicles found = await names.FindAsync(requests, namesIn, why!, context.CancellationToken);
        if (found.Numbers.Count + found.Unknown == 0) violations.Add("vehicles", "Neither a filter nor a vehicle: send one of both.");
        violations.ThrowIfAny();
        return (new Selection(Selection.List) { Numbers = found.Numbers }, found);
    }

    /// <summary>Opens a bundle for a whole population.</summary>
    /// <exception cref="RpcException">FAILED_PRECONDITION: it is not staged.</exception>
    public async Task<OfferBook> OpenAsync(string digest, CancellationToken stop) => await TryOpenAsync(digest, stop)
        ?? throw new RpcException(new Status(StatusCode.FailedPrecondition,
            $"There is no staged bundle {digest}: it is unknown, lacks signatures, was withdrawn or is not published any more."));

    /// <returns>Null if vehicles may not be told to install it, or not any more.</returns>
    public async Task<OfferBook?> TryOpenAsync(string digest, CancellationToken stop) =>
        await find(digest, stop) is { } bundle ? new OfferBook(bundle, describe, find) : null;

    /// <summary>Waits until no other population is in memory.</summary>
    public Task<IDisposable> TakeTurnAsync(CancellationToken stop) => turn.TakeAsync(stop);
}

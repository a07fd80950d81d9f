using Grpc.Core;
using Ota.Core.Bundles.Director;
using Ota.Core.Vehicles;
using Ota.Server.Bundles.Staging;
using Ota.Server.Operators;

namespace Ota.Server.Bundles.Director;

/// <summary>Tells vehicles what to install, and takes it back.</summary>
internal sealed class AssignmentDesk(
    DirectorStore store, VehicleFacts facts, BundleOffers offers, FindStagedBundle find, DirectorDesk files, DirectorMetrics metrics, TimeProvider time)
{
    private const int MostTries = 5; // Each fails only if somebody else told the same vehicle something in between.

    /// <summary>Tells a vehicle to install a bundle. Told the same already, nothing changes.</summary>
    /// <exception cref="RpcException">FAILED_PRECONDITION with everything that is in the way.</exception>
    public async Task<AssignmentRow> AssignAsync(long number, string digest, OperatorIdentity who, CancellationToken stop)
    {
        StagedBundle bundle = await find(digest, stop)
            ?? throw Refuse("not_staged", $"There is no staged bundle {digest}: it is unknown, lacks signatures, was withdrawn or is not published any more.");
        Vehicle vehicle = await facts.LoadAsync(number, stop);
        for (int i = 0; i < MostTries; i++)
        {
            (DirectedVehicle found, IReadOnlyList<AssignmentRow> history) = await facts.GatherAsync(number, vehicle, IsStagedAsync, stop);
            Resolution resolution = BundleResolver.Resolve(await offers.MakeAsync(bundle, history, stop), found);
            if (resolution is Resolution.Refused refused)
                throw Refuse(refused.Refusals[0].Reason.ToString(), string.Join(' ', refused.Refusals.Select(refusal => refusal.Sentence)));
            string images = ImagesText.Write(((Resolution.Resolved)resolution).Images);
            AssignmentRow? latest = history is [{ } first, ..] ? first : null;
            if (latest is not null && (latest.Bundle, latest.Images) == (digest, images)) return latest;
            if (await TryTellAsync(vehicle.Vid, latest, digest, images, who, stop) is not { } row) continue;
            metrics.Assigned("assigned");
            return row;
        }

        throw TooBusy();

        async Task<bool> IsStagedAsync(string other) => other == digest || await find(other, stop) is not null;
    }

    /// <summary>Takes back what a vehicle was told. Told nothing, nothing changes.</summary>
    /// <returns>What is last in its history; null if there is nothing.</returns>
    public async Task<(Vid Vehicle, AssignmentRow? Row)> ClearAsync(long number, OperatorIdentity who, CancellationToken stop)
    {
        Vid vehicle = (await facts.LoadAsync(number, stop)).Vid;
        for (int i = 0; i < MostTries; i++)
        {
            AssignmentRow? latest = await store.HistoryAsync(vehicle, 1, stop) is [{ } first, ..] ? first : null;
            if (latest is null or { IsNothing: true }) return (vehicle, latest);
            if (await TryTellAsync(vehicle, latest, "", "[]", who, stop) is not { } row) continue;
            metrics.Assigned("cleared");
            return (vehicle, row);
        }

        throw TooBusy();
    }

    private async Task<AssignmentRow?> TryTellAsync(
        Vid vehicle, AssignmentRow? latest, string digest, string images, OperatorIdentity who, CancellationToken stop)
    {
        AssignmentRow row = new()
        {
            Vid = vehicle.Value,
            Number = (latest?.Number ?? 0) + 1,
            Time = time.GetUtcNow().ToUnixTimeMilliseconds(),
            Operator = who.Name,
            Bundle = digest,
            Images = images,
        };
        try
        {
            return await store.TryAppendAsync(row, stop) ? row : null;
        }
        finally
        {
            files.Forget(vehicle); // Also when it failed: it may be written all the same.
        }
    }

    private RpcException Refuse(string outcome, string sentence)
    {
        metrics.Assigned(outcome);
        return new RpcException(new Status(StatusCode.FailedPrecondition, sentence));
    }

    private static RpcException TooBusy() =>
        new(new Status(StatusCode.Aborted, "Others told the vehicle something else again and again meanwhile: try again."));
}

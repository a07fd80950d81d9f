using System.Security.Cryptography;
using Grpc.Core;
using Ota.Core.Vehicles;

namespace Ota.Server.Vehicles;

/// <summary>
/// One call of ImportVehicles: checks rows while the batch before is being stored. At most two batches are in memory; when the
/// database is slow, the stream is read more slowly.
/// </summary>
internal sealed class VehicleImporter(ImportStore store, TimeProvider time, RandomNumberGenerator random)
{
    // From so many on queries that were planned for a small register can be slow.
    private const long Large = 10_000;

    public async Task<V1.Import> RunAsync(string id, bool isCheck, string actor, ImportRows rows, CancellationToken stop)
    {
        ImportState? state = isCheck ? null : await store.FindAsync(id, stop);
        long before = state?.Added ?? 0;
        ImportTally tally = new(id);
        Task<ImportState?> storing = Task.FromResult(state);
        ImportBatch batch = new();
        try
        {
            while (await rows.NextAsync(stop) is { } row)
            {
                if (row.Line <= (state?.LastLine ?? 0)) continue; // Stored by an earlier call.
                Read(row, batch);
                if (!batch.IsFull) continue;
                storing = await ContinueAsync(storing, batch);
                batch = new ImportBatch();
            }

            if (!batch.IsEmpty) storing = await ContinueAsync(storing, batch);
            state = await storing;
        }
        catch
        {
            await ((Task)storing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // No batch goes on after its call has ended.
            throw;
        }

        if (isCheck) return tally.ToMessage();
        if (state?.Added - before >= Large) await store.SettleAsync(stop);
        return state is null ? new V1.Import { ImportId = id } : ImportMessages.From(state, await store.ProblemsAsync(id, stop));

        async Task<Task<ImportState?>> ContinueAsync(Task<ImportState?> before, ImportBatch full)
        {
            ImportState? stored = await before;
            // On a thread of its own, since SQLite's driver does its work before it returns.
            return Task.Run(() => isCheck ? CheckAsync(full, tally, stop) : ApplyAsync(id, actor, stored, full, stop), CancellationToken.None);
        }
    }

    private void Read(V1.ImportRow row, ImportBatch batch)
    {
        batch.LastLine = row.Line;
        int before = batch.Problems.Count;
        ImportedVehicle? vehicle = new ImportRowReader(row.Line, batch.Problems).Read(row.Vehicle, Vid.Create(random), time.GetUtcNow());
        if (vehicle is not null)
        {
            batch.Vehicles.Add(vehicle);
            return;
        }

        batch.Refused++;
        // A file of the wrong kind has a problem in every row; nobody reads more than the limit.
        if (before >= ImportStore.MaxProblems) batch.Problems.RemoveRange(before, batch.Problems.Count - before);
    }

    private async Task<ImportState?> ApplyAsync(string id, string actor, ImportState? before, ImportBatch batch, CancellationToken stop) =>
        await store.TryApplyAsync(id, actor, before, batch, stop)
        ?? throw new RpcException(new Status(
            StatusCode.Aborted, $"Another call imports as {id} at this moment; let it finish, or choose another import_id."));

    private async Task<ImportState?> CheckAsync(ImportBatch batch, ImportTally tally, CancellationToken stop)
    {
        await store.CheckAsync(batch, stop);
        tally.Add(batch);
        return null;
    }
}

using System.Data.Common;
using Dapper;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Vehicles;
using Ota.Server.Bundles.Director;
using Ota.Server.Rollouts.Installs;
using Ota.Server.Storage;

namespace Ota.Server.Rollouts.Control;

/// <summary>Looks at what other features have stored of vehicles in rollouts: inventories, new faults, vehicles that left service.</summary>
internal sealed class InboxDrain(Database database, InboxReads reads, InstallWriter writer, InstallTurns turns, DirectorDesk files, RolloutsOptions options)
{
    /// <summary>One transaction of it.</summary>
    /// <returns>Whether there may be more.</returns>
    public async Task<bool> ApplyAsync(DateTimeOffset now, CancellationToken stop)
    {
        DateTimeOffset at = StoredTime.Round(now);
        IReadOnlyList<InboxEntry> entries = await reads.FindAsync((at - options.InboxDelay).ToUnixTimeMilliseconds(), options.Batch, stop);
        if (entries.Count == 0) return false;
        ILookup<long, InboxEntry> byVehicle = entries.ToLookup(entry => entry.Vehicle);
        IReadOnlyList<InstallKey> keys = await reads.KeysAsync(byVehicle.Select(one => one.Key), stop);
        IReadOnlyDictionary<InstallKey, string> faults = await reads.FaultsAsync(
            entries.Where(entry => entry.Kind == Inbox.Fault).ToDictionary(entry => entry.Vehicle, entry => entry.Vid), stop);
        await using DbConnection connection = await database.ConnectAsync(stop);
        await using DbTransaction transaction = await database.BeginWriteAsync(connection, stop);
        InstallBatch batch = await writer.TakeAsync(connection, transaction, keys, stop);
        long[] inventoried = [.. entries.Where(entry => entry.Kind == Inbox.Inventory).Select(entry => entry.Vehicle)];
        IReadOnlyDictionary<long, ShownImages> shown = await reads.ShownAsync(batch, inventoried, stop);
        foreach (InstallChange change in batch.All)
        {
            foreach (InboxEntry entry in byVehicle[change.Key.Vehicle])
            {
                if (EventOf(change, entry, shown, faults) is { } happened) change.Apply(happened, at);
            }
        }

        IReadOnlyList<string> told = await writer.SaveAsync(batch, at, stop);
        await turns.WakeAsync(connection, transaction, inventoried, stop);
        await DeleteAsync(connection, transaction, entries, stop);
        await transaction.CommitAsync(stop);
        files.Forget(told);
        return entries.Count == options.Batch;
    }

    private static InstallEvent? EventOf(
        InstallChange change, InboxEntry entry, IReadOnlyDictionary<long, ShownImages> shown, IReadOnlyDictionary<InstallKey, string> faults)
    {
        return entry.Kind switch
        {
            Inbox.Inventory when shown.GetValueOrDefault(entry.Vehicle)?.FindingOf(change.Now) is { } finding && Matters(change.Now, finding) =>
                new InstallEvent.Shown(finding, ""),
            Inbox.Fault when faults.TryGetValue(change.Key, out string? code) => new InstallEvent.FaultSeen(code),
            Inbox.Status when entry.Status != (long)VehicleStatus.Active => new InstallEvent.Removed(((VehicleStatus)entry.Status).ToString().ToLowerInvariant()),
            _ => null,
        };
    }

    // A proven vehicle that still shows it at each start is no news, and would fill the ledger.
    private static bool Matters(Install install, InventoryFinding finding) =>
        install.Offer > 0 && (install.State == InstallState.Confirmed ? !finding.Matches : InstallStates.IsOpen(install.State));

    // What was written anew meanwhile has another mark and stays.
    private Task<int> DeleteAsync(DbConnection connection, DbTransaction transaction, IEnumerable<InboxEntry> entries, CancellationToken stop)
    {
        string sql = $"""
            DELETE FROM rollout_inbox WHERE {database.IsIn("vehicle", "@list")} AND (vehicle, kind, mark) IN (
                SELECT r.vehicle, r.kind, r.mark FROM {RowTable.Of(database, "@rows", "vehicle BIGINT", "kind TEXT", "mark BIGINT")})
            """;
        object values = new
        {
            list = database.ListOf(entries.Select(entry => entry.Vehicle)),
            rows = RowTable.Text(entries.Select(entry => new object?[] { entry.Vehicle, entry.Kind, entry.Mark })),
        };
        return connection.ExecuteAsync(new CommandDefinition(sql, values, transaction, cancellationToken: stop));
    }
}

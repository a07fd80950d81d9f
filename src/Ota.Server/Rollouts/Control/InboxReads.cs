using System.Data.Common;
using Dapper;
using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Vehicles;
using Ota.Server.Rollouts.Installs;
using Ota.Server.Storage;

namespace Ota.Server.Rollouts.Control;

/// <summary>Reads the inbox, and what other features have stored of the vehicles in it.</summary>
internal sealed class InboxReads(Database database, FaultFinder faults)
{
    /// <summary>The entries up to a mark, at most so many.</summary>
    public async Task<IReadOnlyList<InboxEntry>> FindAsync(long until, int most, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        const string sql = """
            SELECT b.vehicle, b.kind, b.mark, v.vid, v.status FROM rollout_inbox b JOIN vehicles v ON v.number = b.vehicle
            WHERE b.mark <= @until ORDER BY b.vehicle, b.kind LIMIT @most
            """;
        return [.. await connection.QueryAsync<InboxEntry>(new CommandDefinition(sql, new { until, most }, cancellationToken: stop))];
    }

    /// <summary>The installs of vehicles in all rollouts that were approved.</summary>
    public async Task<IReadOnlyList<InstallKey>> KeysAsync(IEnumerable<long> vehicles, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        string sql = $"""
            SELECT i.rollout, i.vehicle FROM installs i JOIN rollouts o ON o.number = i.rollout
            WHERE {database.IsIn("i.vehicle", "@list")} AND o.state > @draft
            """;
        object values = new { list = database.ListOf(vehicles), draft = (long)RolloutState.Draft };
        return
        [
            .. (await connection.QueryAsync<(long Rollout, long Vehicle)>(new CommandDefinition(sql, values, cancellationToken: stop)))
                .Select(row => new InstallKey(row.Rollout, row.Vehicle)),
        ];
    }

    /// <summary>The new faults of vehicles since they said that they were done, or since the rollout's start if they were offered nothing.</summary>
    public async Task<IReadOnlyDictionary<InstallKey, string>> FaultsAsync(IReadOnlyDictionary<long, string> vids, CancellationToken stop)
    {
        Dictionary<InstallKey, string> found = [];
        if (vids.Count == 0) return found;
        string sql = $"""
            SELECT {InstallRow.Columns}, o.started FROM installs i JOIN rollouts o ON o.number = i.rollout
            WHERE {database.IsIn("i.vehicle", "@list")} AND o.started IS NOT NULL
            """;
        List<(Install Install, DateTimeOffset Started)> installs = [];
        await using (DbConnection connection = await database.ConnectAsync(stop))
        {
            object list = new { list = database.ListOf(vids.Keys) };
            await connection.QueryAsync<InstallRow, long, bool>(new CommandDefinition(sql, list, cancellationToken: stop), Keep, splitOn: "started");
        }

        foreach ((Install install, DateTimeOffset started) in installs)
        {
            DateTimeOffset? since = install.State == InstallState.Targeted ? started : install.CommittedAt ?? install.ConfirmedAt;
            if (since is not { } moment || install.FaultAt is not null) continue;
            string? code = await faults.FindAsync(Vid.TryParse(vids[install.Vehicle])!.Value, moment, stop);
            if (code is not null) found.Add(new InstallKey(install.Rollout, install.Vehicle), code);
        }

        return found;

        bool Keep(InstallRow row, long started)
        {
            installs.Add((row.ToInstall(), StoredTime.Of(started)));
            return true;
        }
    }

    /// <summary>What the latest proven inventories of vehicles show, in the transaction that has their installs.</summary>
    public async Task<IReadOnlyDictionary<long, ShownImages>> ShownAsync(InstallBatch batch, IEnumerable<long> vehicles, CancellationToken stop)
    {
        object list = new { list = database.ListOf(vehicles) };
        string contacts = $"""
            SELECT vehicle, inventory_counter, inventory_digest, inventory_key FROM contacts WHERE {database.IsIn("vehicle", "@list")} AND proven_time IS NOT NULL
            """;
        string ecus = $"SELECT vehicle, serial, hardware_id, digest FROM ecus WHERE {database.IsIn("vehicle", "@list")}";
        // Of what was signed alone: a draft says nothing.
        string releases = $"""
            SELECT DISTINCT i.sha256, i.hardware_ids, i.release_counter FROM bundle_images i JOIN bundles b ON b.number = i.bundle
            JOIN changes c ON c.subject = 'bundles/' || b.digest AND c.kind = 'bundle' AND c.state = 'published'
            WHERE i.sha256 IN (SELECT digest FROM ecus WHERE {database.IsIn("vehicle", "@list")})
            """;
        var standings = await batch.Connection.QueryAsync<(long Vehicle, long Counter, string Digest, string Key)>(
            new CommandDefinition(contacts, list, batch.Transaction, cancellationToken: stop));
        var running = (await batch.Connection.QueryAsync<(long Vehicle, string Serial, string Hardware, string Digest)>(
            new CommandDefinition(ecus, list, batch.Transaction, cancellationToken: stop))).ToLookup(row => row.Vehicle);
        var known = (await batch.Connection.QueryAsync<(string Sha256, string Hardware, long Release)>(
            new CommandDefinition(releases, list, batch.Transaction, cancellationToken: stop))).ToLookup(row => row.Sha256);
        return standings.ToDictionary(row => row.Vehicle, row => new ShownImages(
            (ulong)row.Counter, row.Digest, row.Key, running[row.Vehicle].ToDictionary(
                ecu => ecu.Serial,
                ecu => new ShownImage(ecu.Digest, known[ecu.Digest].Where(one => one.Hardware.Split(' ').Contains(ecu.Hardware)).Max(one => (long?)one.Release)))));
    }
}

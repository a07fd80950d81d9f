using System.Data.Common;
using Dapper;
using Ota.Server.Storage;

namespace Ota.Server.Vehicles;

/// <summary>What a transaction notes of one vehicle whose row it has taken.</summary>
/// <param name="Vehicle">Its number.</param>
/// <param name="Now">Unix milliseconds.</param>
/// <param name="Actor">Who did it; empty for the vehicle itself.</param>
/// <param name="All">In their order.</param>
/// <param name="IsChanged">Whether the vehicle counts as changed now.</param>
internal sealed record VehicleNotes(long Vehicle, long Now, string Actor, IReadOnlyList<VehicleNote> All, bool IsChanged)
{
    /// <summary>Writes those of many vehicles, one entry each, with as many statements as of one.</summary>
    public static async Task SaveAsync(
        Database database, DbConnection connection, DbTransaction transaction, IReadOnlyCollection<VehicleNotes> all, CancellationToken stop)
    {
        VehicleNotes[] some = [.. all.Where(one => one.All.Count > 0 || one.IsChanged)];
        if (some.Length == 0) return;
        string count = $"""
            UPDATE vehicles SET events = events + r.count, changed = COALESCE(r.changed_now, changed)
            FROM {RowTable.Of(database, "@rows", "vehicle BIGINT", "count BIGINT", "changed_now BIGINT")}
            WHERE number = r.vehicle RETURNING number, events
            """;
        string rows = RowTable.Text(some.Select(one => new object?[] { one.Vehicle, one.All.Count, one.IsChanged ? one.Now : null }));
        Dictionary<long, long> last = (await connection.QueryAsync<(long Number, long Events)>(new(count, new { rows }, transaction, cancellationToken: stop)))
            .ToDictionary(row => row.Number, row => row.Events);
        string insert = $"""
            INSERT INTO vehicle_events (vehicle, number, time, actor, kind, facts) SELECT r.vehicle, r.number, r.time, r.actor, r.kind, r.facts
            FROM {RowTable.Of(database, "@rows", "vehicle BIGINT", "number BIGINT", "time BIGINT", "actor TEXT", "kind BIGINT", "facts TEXT")}
            """;
        rows = RowTable.Text(some.SelectMany(one => one.All.Select((note, i) => new object?[]
        {
            one.Vehicle, last[one.Vehicle] - one.All.Count + 1 + i, one.Now, one.Actor, (long)note.Kind, VehicleEventRow.Write(note.Facts),
        })));
        if (some.Any(one => one.All.Count > 0)) await connection.ExecuteAsync(new(insert, new { rows }, transaction, cancellationToken: stop));
    }
}

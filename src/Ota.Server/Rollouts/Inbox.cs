using System.Data.Common;
using Dapper;
using Ota.Server.Storage;

namespace Ota.Server.Rollouts;

/// <summary>
/// What rollouts still have to look at. Other features write it with what they store, in their own transactions; only vehicles that are in a
/// rollout leave anything. An entry says that there is something to look at, not what: looking twice, or once for two changes, ends the same.
/// </summary>
internal static class Inbox
{
    /// <summary>A proven inventory came.</summary>
    public const string Inventory = "inventory";

    /// <summary>A trouble code was confirmed.</summary>
    public const string Fault = "fault";

    /// <summary>The vehicle's status changed.</summary>
    public const string Status = "status";

    // An entry that is looked at in this moment gets another mark, and so stays for another look.
    private const string Again = "ON CONFLICT (vehicle, kind) DO UPDATE SET mark = rollout_inbox.mark + 1";

    private const string ByVid = $"""
        INSERT INTO rollout_inbox (vehicle, kind, mark) SELECT v.number, @kind, @mark FROM vehicles v
        WHERE v.vid = @vid AND EXISTS (SELECT 1 FROM installs i WHERE i.vehicle = v.number)
        {Again}
        """;

    /// <summary>Adds entries of one kind for vehicles by their numbers, each with its time.</summary>
    public static async Task AddAsync(
        Database database, DbConnection connection, DbTransaction transaction, IReadOnlyCollection<(long Number, DateTimeOffset Now)> vehicles, string kind)
    {
        if (vehicles.Count == 0) return;
        string sql = $"""
            INSERT INTO rollout_inbox (vehicle, kind, mark) SELECT r.vehicle, @kind, r.mark
            FROM {RowTable.Of(database, "@rows", "vehicle BIGINT", "mark BIGINT")}
            WHERE EXISTS (SELECT 1 FROM installs i WHERE i.vehicle = r.vehicle) ORDER BY r.vehicle
            {Again}
            """;
        string rows = RowTable.Text(vehicles.Select(one => new object?[] { one.Number, one.Now.ToUnixTimeMilliseconds() }));
        await connection.ExecuteAsync(sql, new { rows, kind }, transaction);
    }

    /// <summary>Adds an entry for a vehicle by its vid.</summary>
    public static Task AddAsync(DbConnection connection, DbTransaction transaction, string vid, string kind, DateTimeOffset now) =>
        connection.ExecuteAsync(ByVid, new { vid, kind, mark = now.ToUnixTimeMilliseconds() }, transaction);
}

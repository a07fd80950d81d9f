using Dapper;
using Ota.Core.Rollouts.Installs;
using Ota.Server.Storage;

namespace Ota.Server.Rollouts.Installs;

/// <summary>Keeps what is counted of installs by the differences that each transaction makes.</summary>
internal sealed class InstallBooks(Database database)
{
    public const string Confirmed = "confirmed";

    public static string Offered(string market) => $"offered:{market}";

    public static long MinuteOf(DateTimeOffset time) => time.ToUnixTimeSeconds() / 60;

    public async Task SaveAsync(InstallBatch batch, IReadOnlyList<InstallChange> changed, DateTimeOffset now, CancellationToken stop)
    {
        Dictionary<(long Rollout, long Wave, string What), long> counts = [];
        Dictionary<(long Rollout, long Minute, string What), long> paces = [];
        foreach (InstallChange change in changed)
        {
            foreach ((string name, long difference) in change.Counts(now)) Add(counts, (change.Key.Rollout, change.Row.Wave, name), difference);
            Add(counts, (change.Key.Rollout, change.Row.Wave, CountNames.Steps), Math.Max(1, change.Ledger.Count));
            if (change.Ledger.Any(entry => entry.Happened is InstallEvent.Offered))
                Add(paces, (change.Key.Rollout, MinuteOf(now), Offered(change.Row.Market)), 1);
            if (change.Before.State != InstallState.Confirmed && change.Now.State == InstallState.Confirmed)
                Add(paces, (change.Key.Rollout, MinuteOf(now), Confirmed), 1);
        }

        await SaveAsync(batch, "rollout_counts", "wave", counts, stop);
        await SaveAsync(batch, "rollout_pace", "minute", paces, stop);
    }

    // In one order, so that two servers cannot wait for each other.
    private async Task SaveAsync(
        InstallBatch batch, string table, string second, Dictionary<(long Rollout, long Second, string What), long> differences, CancellationToken stop)
    {
        object?[][] rows =
        [
            .. differences.Where(one => one.Value != 0)
                .OrderBy(one => one.Key.Rollout).ThenBy(one => one.Key.Second).ThenBy(one => one.Key.What, StringComparer.Ordinal)
                .Select(one => new object?[] { one.Key.Rollout, one.Key.Second, one.Key.What, one.Value }),
        ];
        if (rows.Length == 0) return;
        string sql = $"""
            INSERT INTO {table} (rollout, {second}, what, count)
            SELECT r.rollout, r.second, r.what, r.count
            FROM {RowTable.Of(database, "@rows", "rollout BIGINT", "second BIGINT", "what TEXT", "count BIGINT")} WHERE true
            ON CONFLICT (rollout, {second}, what) DO UPDATE SET count = {table}.count + excluded.count
            """;
        await batch.Connection.ExecuteAsync(new(sql, new { rows = RowTable.Text(rows) }, batch.Transaction, cancellationToken: stop));
    }

    private static void Add<T>(Dictionary<T, long> sums, T key, long by)
        where T : notnull => sums[key] = sums.GetValueOrDefault(key) + by;
}

using System.Data.Common;
using Dapper;
using Ota.Core.Rollouts.Control;
using Ota.Server.Rollouts.Control;
using Ota.Server.Rollouts.Installs;
using Ota.Server.Storage;

namespace Ota.Server.Rollouts;

/// <summary>What is counted of rollouts: as long to read for a million vehicles as for ten.</summary>
internal sealed class RolloutBooks(Database database)
{
    private const int MinutesPerHour = 60;

    // Steps from one market to the next in the index; a DISTINCT would read the turns of all vehicles.
    private const string Markets = """
        WITH RECURSIVE markets (market) AS (
            SELECT MIN(market) FROM install_turns WHERE rollout = @number
            UNION ALL
            SELECT (SELECT MIN(t.market) FROM install_turns t WHERE t.rollout = @number AND t.market > m.market) FROM markets m WHERE m.market IS NOT NULL)
        SELECT market FROM markets WHERE market IS NOT NULL
        """;

    /// <summary>The waves of a rollout in order, wave 0 among them.</summary>
    public async Task<IReadOnlyList<WaveBooks>> WavesAsync(long number, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        // One statement: between two a vehicle could go from one count to another, and be in both or none.
        const string sql = """
            SELECT w.rollout, w.wave, w.size, w.opened, w.proven, c.what, c.count
            FROM rollout_waves w LEFT JOIN rollout_counts c ON c.rollout = w.rollout AND c.wave = w.wave WHERE w.rollout = @number ORDER BY w.wave
            """;
        CommandDefinition command = new(sql, new { number }, cancellationToken: stop);
        IEnumerable<(WaveRow Wave, CountRow? Count)> rows = await connection.QueryAsync<WaveRow, CountRow?, (WaveRow, CountRow?)>(
            command, (wave, count) => (wave, count), splitOn: "what");
        return [.. rows.GroupBy(row => row.Wave.Wave).Select(of => of.First().Wave.ToBooks(of.Select(row => row.Count).OfType<CountRow>()))];
    }

    /// <summary>The markets in which somebody waits for an offer, with what was offered there in the last hour.</summary>
    public async Task<IReadOnlyList<MarketPace>> PacesAsync(long number, DateTimeOffset now, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        string[] markets = [.. await connection.QueryAsync<string>(new CommandDefinition(Markets, new { number }, cancellationToken: stop))];
        if (markets.Length == 0) return [];
        const string sql = "SELECT what, CAST(SUM(count) AS BIGINT) FROM rollout_pace WHERE rollout = @number AND minute > @since GROUP BY what";
        object values = new { number, since = InstallBooks.MinuteOf(now) - MinutesPerHour };
        Dictionary<string, long> offered = (await connection.QueryAsync<(string What, long Count)>(new CommandDefinition(sql, values, cancellationToken: stop)))
            .ToDictionary(row => row.What, row => row.Count);
        return [.. markets.Select(market => new MarketPace(market, offered.GetValueOrDefault(InstallBooks.Offered(market)), MarketClock.OffsetOf(market, now)))];
    }

    /// <summary>Notes that a wave has reached its share of proofs; the first time counts.</summary>
    public async Task NoteProvenAsync(long number, int wave, DateTimeOffset now, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        const string sql = "UPDATE rollout_waves SET proven = @time WHERE rollout = @number AND wave = @wave AND proven IS NULL";
        await connection.ExecuteAsync(new CommandDefinition(
            sql, new { number, wave = (long)wave, time = now.ToUnixTimeMilliseconds() }, cancellationToken: stop));
    }

    /// <summary>Forgets the minutes before a time.</summary>
    public async Task TidyPaceAsync(DateTimeOffset before, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        await connection.ExecuteAsync(new CommandDefinition(
            "DELETE FROM rollout_pace WHERE minute < @minute", new { minute = InstallBooks.MinuteOf(before) }, cancellationToken: stop));
    }
}

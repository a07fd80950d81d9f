using System.Data.Common;
using Dapper;
using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Installs;
using Ota.Server.Rollouts.Installs;
using Ota.Server.Rollouts.Planning;
using Ota.Server.Storage;

namespace Ota.Server.Rollouts;

/// <summary>Reads rollouts as they are shown. Each picture is of one moment, so that its books sum to its population.</summary>
internal sealed class RolloutReads(Database database, RolloutStore store)
{
    private const int MostEvents = 100;
    private const long MinutesShown = 60;

    /// <summary>One rollout with all that is shown of it; null if there is none.</summary>
    public async Task<RolloutPicture?> FindAsync(long number, DateTimeOffset now, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        await using DbTransaction transaction = await database.BeginReadAsync(connection, stop);
        const string sql = $"SELECT {RolloutRow.Columns} FROM rollouts WHERE number = @number AND state > 0";
        if (await connection.QuerySingleOrDefaultAsync<RolloutRow>(Sql(sql, new { number })) is not { } row) return null;
        RolloutPicture picture = (await BooksAsync(connection, transaction, [store.Read(row)], stop))[0];
        return picture with { Details = await DetailsAsync(connection, transaction, number, now, stop) };

        CommandDefinition Sql(string text, object values) => new(text, values, transaction, cancellationToken: stop);
    }

    /// <summary>The newest first, without details.</summary>
    /// <param name="state">Only those in this state; null is any.</param>
    /// <param name="before">The number of the last one of the page before; 0 for the first page.</param>
    /// <param name="most">So many at most.</param>
    /// <param name="stop">Ends it.</param>
    public async Task<IReadOnlyList<RolloutPicture>> ListAsync(RolloutState? state, long before, int most, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        await using DbTransaction transaction = await database.BeginReadAsync(connection, stop);
        string isWanted = state is null ? "state > 0" : "state = @state";
        string isAfter = before == 0 ? "1 = 1" : "number < @before";
        string sql = $"SELECT {RolloutRow.Columns} FROM rollouts WHERE {isWanted} AND {isAfter} ORDER BY number DESC LIMIT @most";
        object values = new { state = (long?)state, before, most };
        IEnumerable<RolloutRow> rows = await connection.QueryAsync<RolloutRow>(new CommandDefinition(sql, values, transaction, cancellationToken: stop));
        return await BooksAsync(connection, transaction, [.. rows.Select(store.Read)], stop);
    }

    private async Task<IReadOnlyList<RolloutPicture>> BooksAsync(
        DbConnection connection, DbTransaction transaction, IReadOnlyList<Rollout> rollouts, CancellationToken stop)
    {
        string isOne = database.IsIn("rollout", "@list");
        object values = new { list = database.ListOf(rollouts.Select(rollout => rollout.Number)) };
        string waves = $"SELECT {WaveRow.Columns} FROM rollout_waves WHERE {isOne} ORDER BY rollout, wave";
        ILookup<long, WaveRow> sizes = (await connection.QueryAsync<WaveRow>(new CommandDefinition(waves, values, transaction, cancellationToken: stop)))
            .ToLookup(row => row.Rollout);
        string counts = $"SELECT rollout, wave, what, count FROM rollout_counts WHERE {isOne}";
        ILookup<long, CountRow> counted = (await connection.QueryAsync<CountRow>(new CommandDefinition(counts, values, transaction, cancellationToken: stop)))
            .ToLookup(row => row.Rollout);
        return [.. rollouts.Select(rollout => PictureOf(rollout, sizes[rollout.Number], [.. counted[rollout.Number]]))];
    }

    private static RolloutPicture PictureOf(Rollout rollout, IEnumerable<WaveRow> waves, CountRow[] counts)
    {
        ILookup<long, CountRow> byWave = counts.ToLookup(row => row.Wave);
        return new RolloutPicture(rollout)
        {
            Waves = [.. waves.Select(wave => wave.ToBooks(byWave[wave.Wave]))],
            Verdicts =
            [
                .. from row in counts
                   let verdict = VerdictTexts.TryRead(row.What)
                   where verdict is not null && row.Count > 0
                   orderby verdict.Value.State, row.What
                   select (verdict.Value.State, verdict.Value.Reason, row.Count),
            ],
            Steps = counts.Where(row => row.What == CountNames.Steps).Sum(row => row.Count),
            Work = Sums(counts, CountNames.TryReadWork),
            Failures = Sums(counts, CountNames.TryReadFailure),
        };
    }

    private static Dictionary<T, long> Sums<T>(CountRow[] counts, Func<string, T?> keyOf) where T : struct, Enum
    {
        Dictionary<T, long> sums = [];
        foreach (CountRow row in counts)
        {
            if (keyOf(row.What) is { } key) sums[key] = sums.GetValueOrDefault(key) + row.Count;
        }

        return sums;
    }

    private static async Task<RolloutDetails> DetailsAsync(
        DbConnection connection, DbTransaction transaction, long number, DateTimeOffset now, CancellationToken stop)
    {
        long minute = InstallBooks.MinuteOf(now);
        object values = new { number, now = now.ToUnixTimeMilliseconds(), since = minute - MinutesShown, minute, MostEvents };
        const string overdue = "SELECT work, COUNT(*) FROM installs WHERE rollout = @number AND work > 0 AND work_due < @now GROUP BY work";
        const string paces = "SELECT minute, what, count FROM rollout_pace WHERE rollout = @number AND minute > @since AND minute <= @minute";
        const string approvals = $"SELECT {ApprovalRow.Columns} FROM rollout_approvals WHERE rollout = @number ORDER BY number";
        const string events = $"SELECT {RolloutEventRow.Columns} FROM rollout_events WHERE rollout = @number ORDER BY number DESC LIMIT @MostEvents";
        return new RolloutDetails
        {
            Overdue = (await connection.QueryAsync<(long Work, long Count)>(Sql(overdue))).ToDictionary(row => (WorkList)row.Work, row => row.Count),
            Rates = RatesOf([.. await connection.QueryAsync<(long, string, long)>(Sql(paces))], minute),
            Amendment = await AmendmentStore.FindPendingAsync(connection, transaction, number, stop),
            Approvals = [.. await connection.QueryAsync<ApprovalRow>(Sql(approvals))],
            Events = [.. (await connection.QueryAsync<RolloutEventRow>(Sql(events))).Reverse()],
        };

        CommandDefinition Sql(string text) => new(text, values, transaction, cancellationToken: stop);
    }

    // The minute that is not over yet would look slow, so the one before it counts as the last.
    private static V1.Rates RatesOf(IReadOnlyList<(long Minute, string What, long Count)> paces, long minute)
    {
        return new V1.Rates
        {
            OffersHour = Sum(isProof: false, 0),
            ProofsHour = Sum(isProof: true, 0),
            OffersMinute = Sum(isProof: false, minute - 1),
            ProofsMinute = Sum(isProof: true, minute - 1),
        };

        long Sum(bool isProof, long only) => paces
            .Where(pace => (pace.What == InstallBooks.Confirmed) == isProof && (only == 0 || pace.Minute == only))
            .Sum(pace => pace.Count);
    }
}

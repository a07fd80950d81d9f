using System.Data.Common;
using Dapper;
using Ota.Core.Rollouts;
using Ota.Server.Storage;

namespace Ota.Server.Rollouts.Planning;

/// <summary>
/// Deletes populations that were begun and never shown: of a server that was killed, of a call that was given up, of an amendment that was
/// replaced.
/// </summary>
internal sealed class FreezeSweeper(Database database, ILogger<FreezeSweeper> log)
{
    private const int RowsAtOnce = 20_000;

    // An amendment's vehicles wait under a hidden rollout of their own until it is approved, or its rollout has ended.
    private const string FindLeftOver = $"""
        SELECT r.number FROM rollouts r
        WHERE r.state = 0
          AND NOT EXISTS (SELECT 1 FROM leases l WHERE l.name = '{PopulationStore.LeasePrefix}' || r.number AND l.until >= @now)
          AND NOT EXISTS (
            SELECT 1 FROM rollout_amendments a JOIN rollouts o ON o.number = a.rollout
            WHERE r.id = o.id || '{AmendmentRow.Separator}' || a.number AND a.approved IS NULL AND a.dropped IS NULL AND o.state < @ended)
        ORDER BY r.number
        """;

    /// <summary>Deletes all that is left over now.</summary>
    /// <returns>How many populations that were.</returns>
    public async Task<int> SweepAsync(DateTimeOffset now, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        object values = new { now = now.ToUnixTimeMilliseconds(), ended = (long)RolloutState.Completed };
        long[] numbers = [.. await connection.QueryAsync<long>(new CommandDefinition(FindLeftOver, values, cancellationToken: stop))];
        foreach (long number in numbers)
        {
            await DeleteAsync(connection, number, stop);
            log.Swept(number);
        }

        return numbers.Length;
    }

    // In pieces, so that others can write in between; the rollout goes last, so that a kill leaves something to find.
    private async Task DeleteAsync(DbConnection connection, long number, CancellationToken stop)
    {
        const string some = """
            DELETE FROM installs WHERE rollout = @number
              AND vehicle IN (SELECT vehicle FROM installs WHERE rollout = @number ORDER BY vehicle LIMIT @RowsAtOnce)
            """;
        object values = new { number, RowsAtOnce };
        while (await connection.ExecuteAsync(new CommandDefinition(some, values, cancellationToken: stop)) > 0)
        {
        }

        await using DbTransaction transaction = await database.BeginWriteAsync(connection, stop);
        const string rest = $"""
            DELETE FROM rollout_counts WHERE rollout = @number;
            DELETE FROM rollout_waves WHERE rollout = @number;
            DELETE FROM leases WHERE name = '{PopulationStore.LeasePrefix}' || @text;
            DELETE FROM rollouts WHERE number = @number AND state = 0
            """;
        object all = new { number, text = number.ToString(System.Globalization.CultureInfo.InvariantCulture) };
        await connection.ExecuteAsync(new CommandDefinition(rest, all, transaction, cancellationToken: stop));
        await transaction.CommitAsync(stop);
    }
}

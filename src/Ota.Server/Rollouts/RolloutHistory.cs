using System.Data.Common;
using System.Globalization;
using Dapper;
using Ota.Core.Rollouts;
using Ota.Server.Rollouts.Planning;
using Ota.Server.Storage;

namespace Ota.Server.Rollouts;

/// <summary>Rollouts as they were at an earlier moment, computed again from what happened to them until then.</summary>
internal sealed class RolloutHistory(Database database)
{
    private const string PopulationLine = "population ";

    /// <param name="rollout">As it is.</param>
    /// <param name="asOf">The moment, not before it was made.</param>
    /// <param name="stop">Ends it.</param>
    public async Task<Rollout> AsOfAsync(Rollout rollout, DateTimeOffset asOf, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        object values = new { rollout.Number };
        const string events = $"SELECT {RolloutEventRow.Columns} FROM rollout_events WHERE rollout = @Number ORDER BY number";
        RolloutEventRow[] all = [.. await connection.QueryAsync<RolloutEventRow>(new CommandDefinition(events, values, cancellationToken: stop))];
        RolloutEventRow[] until = [.. all.Where(happened => StoredTime.Of(happened.Time) <= asOf)];
        if (until.Length == all.Length) return rollout;

        const string amendments = $"SELECT {AmendmentRow.Columns} FROM rollout_amendments WHERE rollout = @Number AND approved IS NOT NULL ORDER BY number";
        AmendmentRow[] amended = [.. await connection.QueryAsync<AmendmentRow>(new CommandDefinition(amendments, values, cancellationToken: stop))];
        const string first = "SELECT statement FROM rollout_approvals WHERE rollout = @Number ORDER BY number LIMIT 1";
        string? statement = await connection.QuerySingleOrDefaultAsync<string?>(new CommandDefinition(first, values, cancellationToken: stop));
        return until.Aggregate(Beginning(rollout, amended, statement, asOf), After);
    }

    /// <summary>How its population was chosen: the filter, or <c>list</c>.</summary>
    public async Task<string> SelectionAsync(Rollout rollout, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        CommandDefinition command = new("SELECT selection FROM rollouts WHERE number = @Number", new { rollout.Number }, cancellationToken: stop);
        return await connection.QuerySingleAsync<string>(command);
    }

    private static Rollout Beginning(Rollout rollout, AmendmentRow[] amended, string? statement, DateTimeOffset asOf)
    {
        AmendmentRow[] later = [.. amended.Where(row => StoredTime.Of(row.Approved!.Value) > asOf)];
        // Its first digest stands in its first approval; without one it was never amended.
        string first = statement is null
            ? rollout.PopulationDigest
            : statement.Split('\n').Single(line => line.StartsWith(PopulationLine, StringComparison.Ordinal))[PopulationLine.Length..];
        return rollout with
        {
            State = RolloutState.Draft,
            Reason = "",
            Approver = "",
            Started = null,
            Ended = null,
            Wave = 0,
            WaveOpened = null,
            Revision = 0,
            Judged = null,
            Population = rollout.Population - later.Sum(row => row.Vehicles),
            Waves = rollout.Waves - later.Length,
            PopulationDigest = amended.Except(later).LastOrDefault()?.PopulationDigest ?? first,
        };
    }

    private static Rollout After(Rollout rollout, RolloutEventRow happened)
    {
        DateTimeOffset time = StoredTime.Of(happened.Time);
        return happened.Kind switch
        {
            "approved" => rollout with { State = RolloutState.Approved, Approver = happened.Actor },
            "started" => rollout with { State = RolloutState.Running, Reason = "", Started = time },
            "paused" => rollout with { State = RolloutState.Paused, Reason = happened.Text },
            "resumed" => rollout with { State = RolloutState.Running, Reason = happened.Text },
            "held" => rollout with { State = RolloutState.Held, Reason = happened.Text },
            "halted" => Ended(RolloutState.Halted),
            "cancelled" => Ended(RolloutState.Cancelled),
            "revoked" => Ended(RolloutState.Revoked),
            "completed" => Ended(RolloutState.Completed),
            "wave_opened" => rollout with { Wave = WaveIn(happened.Text), WaveOpened = time },
            _ => rollout,
        };

        Rollout Ended(RolloutState state) => rollout with { State = state, Reason = happened.Text, Ended = rollout.Ended ?? time };
    }

    private static int WaveIn(string text) => int.Parse(string.Concat(text.Where(char.IsAsciiDigit)), CultureInfo.InvariantCulture);
}

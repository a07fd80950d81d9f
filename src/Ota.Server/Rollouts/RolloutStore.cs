using System.Data.Common;
using Dapper;
using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Installs;
using Ota.Server.Storage;

namespace Ota.Server.Rollouts;

/// <summary>
/// Rollouts, and what happens to them. Whoever changes installs and a rollout in one transaction takes the rollout last, so that nobody
/// waits in a circle.
/// </summary>
internal sealed class RolloutStore(Database database, PolicyTexts policies)
{
    private const string Save = """
        UPDATE rollouts SET
            state = @State, reason = @Reason, revision = @Revision, population_digest = @PopulationDigest, population = @Population,
            approver = @Approver, started = @Started, ended = @Ended, wave = @Wave, waves = @Waves, wave_opened = @WaveOpened,
            judged = @Judged
        WHERE number = @Number AND revision = @before
        """;

    private const string Append = """
        INSERT INTO rollout_events (rollout, number, time, actor, kind, text)
        SELECT @number, COALESCE(MAX(number), 0) + 1, @time, @actor, @kind, @text FROM rollout_events WHERE rollout = @number
        """;

    // Those that come later take their place by themselves: an attempt that is due, an inventory that changes the answer.
    private const string OpenWave = """
        UPDATE rollout_waves SET opened = @time WHERE rollout = @number AND wave = @wave;
        INSERT INTO install_turns (rollout, market, wave, vehicle)
        SELECT rollout, market, wave, vehicle FROM installs WHERE rollout = @number AND wave = @wave AND state = @targeted
        ON CONFLICT (rollout, market, wave, vehicle) DO NOTHING
        """;

    // One that was complete and is revoked begins anew.
    private const string End = "INSERT INTO rollout_endings (rollout, after) VALUES (@number, 0) ON CONFLICT (rollout) DO UPDATE SET after = 0";

    /// <returns>Null if there is none, or its population is still being frozen.</returns>
    public Task<Rollout?> FindAsync(string id, CancellationToken stop = default) => FindAsync("id = @id", new { id }, stop);

    /// <inheritdoc cref="FindAsync(string, CancellationToken)"/>
    public Task<Rollout?> FindAsync(long number, CancellationToken stop = default) => FindAsync("number = @number", new { number }, stop);

    /// <summary>The running ones; of those that want the same vehicle the one that takes it comes first.</summary>
    public async Task<IReadOnlyList<Rollout>> RunningAsync(CancellationToken stop = default)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        const string sql = $"SELECT {RolloutRow.Columns} FROM rollouts WHERE state = @state ORDER BY number";
        IEnumerable<RolloutRow> rows = await connection.QueryAsync<RolloutRow>(Sql(sql, new { state = (long)RolloutState.Running }, null, stop));
        return [.. rows.Select(Read).OrderByDescending(rollout => rollout.Policy.Priority).ThenBy(rollout => rollout.Number)];
    }

    /// <summary>Applies an event with all that it entails in the tables.</summary>
    /// <param name="number">The rollout's number.</param>
    /// <param name="happened">What happened.</param>
    /// <param name="actor">An operator's name, or "controller".</param>
    /// <param name="now">When.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>The rollout as it is now; or null with a sentence that says what is in the way.</returns>
    public Task<(Rollout? Rollout, string Refusal)> ApplyAsync(
        long number, RolloutEvent happened, string actor, DateTimeOffset now, CancellationToken stop = default) =>
        ApplyAsync(number, happened, actor, now, (_, _) => Task.CompletedTask, stop);

    /// <summary>The same with what else belongs into its transaction, which is called once the event was taken.</summary>
    public async Task<(Rollout? Rollout, string Refusal)> ApplyAsync(
        long number, RolloutEvent happened, string actor, DateTimeOffset now, Func<DbConnection, DbTransaction, Task> along, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        await using DbTransaction transaction = await database.BeginWriteAsync(connection, stop);
        (Rollout? Rollout, string Refusal) outcome = await ApplyAsync(connection, transaction, number, happened, actor, now, stop);
        if (outcome.Rollout is null) return outcome;
        await along(connection, transaction);
        await transaction.CommitAsync(stop);
        return outcome;
    }

    /// <summary>The same in a transaction of somebody else. Takes the rollout's row.</summary>
    public async Task<(Rollout? Rollout, string Refusal)> ApplyAsync(
        DbConnection connection, DbTransaction transaction, long number, RolloutEvent happened, string actor, DateTimeOffset now, CancellationToken stop)
    {
        string select = $"SELECT {RolloutRow.Columns} FROM rollouts WHERE number = @number AND state > 0{database.ForUpdate}";
        if (await connection.QuerySingleOrDefaultAsync<RolloutRow>(Sql(select, new { number }, transaction, stop)) is not { } row)
            return (null, "There is no such rollout.");
        Rollout before = Read(row);
        (Rollout? after, string refusal) = RolloutMachine.Apply(before, happened, StoredTime.Round(now));
        if (after is null || ReferenceEquals(after, before)) return (after, refusal);
        after = after with { Revision = before.Revision + 1 };
        int saved = await connection.ExecuteAsync(Sql(Save, ValuesOf(after, before.Revision), transaction, stop));
        if (saved != 1) throw new InvalidOperationException($"Rollout {after.Id} changed while its row was taken.");
        object entry = new
        {
            number,
            time = now.ToUnixTimeMilliseconds(),
            actor,
            kind = RolloutEventText.KindOf(happened),
            text = RolloutEventText.TextOf(happened),
        };
        await connection.ExecuteAsync(Sql(Append, entry, transaction, stop));
        await FollowAsync(connection, transaction, after, happened, now, stop);
        return (after, "");
    }

    public Rollout Read(RolloutRow row) => row.ToRollout(policies.Read(row.PolicyDigest, row.Policy));

    private static async Task FollowAsync(
        DbConnection connection, DbTransaction transaction, Rollout rollout, RolloutEvent happened, DateTimeOffset now, CancellationToken stop)
    {
        object values = new { number = rollout.Number, time = now.ToUnixTimeMilliseconds(), wave = (long)rollout.Wave, targeted = (long)InstallState.Targeted };
        if (happened is RolloutEvent.WaveOpened) await connection.ExecuteAsync(Sql(OpenWave, values, transaction, stop));
        else if (rollout.State >= RolloutState.Completed) await connection.ExecuteAsync(Sql(End, values, transaction, stop));
    }

    private async Task<Rollout?> FindAsync(string condition, object values, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        string sql = $"SELECT {RolloutRow.Columns} FROM rollouts WHERE {condition} AND state > 0";
        return await connection.QuerySingleOrDefaultAsync<RolloutRow>(Sql(sql, values, null, stop)) is { } row ? Read(row) : null;
    }

    private static object ValuesOf(Rollout rollout, long before) => new
    {
        rollout.Number,
        before,
        State = (long)rollout.State,
        rollout.Reason,
        rollout.Revision,
        rollout.PopulationDigest,
        rollout.Population,
        rollout.Approver,
        Started = rollout.Started?.ToUnixTimeMilliseconds(),
        Ended = rollout.Ended?.ToUnixTimeMilliseconds(),
        Wave = (long)rollout.Wave,
        Waves = (long)rollout.Waves,
        WaveOpened = rollout.WaveOpened?.ToUnixTimeMilliseconds(),
        Judged = rollout.Judged?.Write() ?? "",
    };

    private static CommandDefinition Sql(string text, object values, DbTransaction? transaction, CancellationToken stop) =>
        new(text, values, transaction, cancellationToken: stop);
}

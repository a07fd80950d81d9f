using System.Data.Common;
using Dapper;
using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Installs;
using Ota.Server.Bundles.Director;
using Ota.Server.Bundles.Staging;
using Ota.Server.Rollouts.Installs;
using Ota.Server.Storage;

namespace Ota.Server.Rollouts.Control;

/// <summary>
/// Offers a bundle to the vehicles whose turn it is. Director targets, install, job, counts and hint are written together or not at all, and
/// only while the rollout runs and this server is the one that controls it.
/// </summary>
internal sealed class Offering(
    Database database, OfferJudge judge, InstallWriter writer, DirectorStore director, DirectorDesk files, Lease lease, RolloutsMetrics metrics)
{
    /// <summary>One transaction of it.</summary>
    /// <param name="rollout">A running one.</param>
    /// <param name="bundle">What it brings.</param>
    /// <param name="market">To vehicles of this market.</param>
    /// <param name="most">To so many at most.</param>
    /// <param name="now">When.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>How many were offered it, and whether others may still have their turn.</returns>
    public async Task<(int Offered, bool HasMore)> OfferAsync(
        Rollout rollout, StagedBundle bundle, string market, int most, DateTimeOffset now, CancellationToken stop)
    {
        IReadOnlyList<(long Wave, long Vehicle)> turns = await TurnsAsync(rollout, market, most, stop);
        if (turns.Count == 0) return (0, false);
        DateTimeOffset at = StoredTime.Round(now);
        IReadOnlyList<TurnOutcome> outcomes = await judge.JudgeAsync(rollout, bundle, [.. turns.Select(turn => turn.Vehicle)], at, stop);
        List<string> told = [.. outcomes.Select(outcome => outcome.Assignment?.Vid).OfType<string>()];
        try
        {
            await using DbConnection connection = await database.ConnectAsync(stop);
            await using DbTransaction transaction = await database.BeginWriteAsync(connection, stop);
            IEnumerable<InstallKey> keys = turns.Select(turn => new InstallKey(rollout.Number, turn.Vehicle)).Concat(outcomes.Select(outcome => outcome.Key));
            InstallBatch batch = await writer.TakeAsync(connection, transaction, keys, stop);
            List<TurnOutcome> applied = await ApplyAsync(batch, rollout, outcomes, at, stop);
            told.AddRange(await writer.SaveAsync(batch, at, stop));
            HashSet<long> over = [.. applied.Where(outcome => outcome.EndsTurn).Select(outcome => outcome.Key.Vehicle)];
            (long Wave, long Vehicle)[] ended = [.. turns.Where(turn => over.Contains(turn.Vehicle) || !IsTargeted(batch, rollout, turn.Vehicle))];
            await EndTurnsAsync(batch, rollout, market, ended, stop);
            if (!await IsRunningAsync(batch, rollout, stop) || !await lease.IsHeldAsync(connection, transaction, stop)) return (0, false);
            await transaction.CommitAsync(stop);
            foreach (IGrouping<string, TurnOutcome> same in applied.GroupBy(outcome => outcome.Name)) metrics.Turn(same.Key, same.Count());
            return (applied.Count(outcome => outcome.Assignment is not null), ended.Length > 0);
        }
        finally
        {
            files.Forget(told); // Also when it failed: it may be written all the same.
        }
    }

    private async Task<List<TurnOutcome>> ApplyAsync(
        InstallBatch batch, Rollout rollout, IReadOnlyList<TurnOutcome> outcomes, DateTimeOffset now, CancellationToken stop)
    {
        TurnOutcome[] offers = [.. outcomes.Where(outcome => outcome.Assignment is not null && IsTargeted(batch, rollout, outcome.Key.Vehicle))];
        HashSet<long> free = [.. await TakeJobsAsync(batch, rollout, offers, stop)];
        HashSet<string> told = [.. await director.AppendAsync(
            batch.Connection, batch.Transaction, offers.Where(offer => free.Contains(offer.Key.Vehicle)).Select(offer => offer.Assignment!), stop)];
        // Somebody told these vehicles something in between: with their next turn that is known.
        TurnOutcome[] late = [.. offers.Where(offer => free.Contains(offer.Key.Vehicle) && !told.Contains(offer.Assignment!.Vid))];
        await GiveJobsBackAsync(batch, rollout, late.Where(offer => !JobRules.HoldsVehicle(batch.Find(offer.Key)!.Now)), stop);
        List<TurnOutcome> applied = [];
        foreach (TurnOutcome outcome in outcomes)
        {
            if (!IsTargeted(batch, rollout, outcome.Key.Vehicle)) continue; // Not its turn any more.
            if (outcome.Assignment is { } assignment && !told.Contains(assignment.Vid)) continue;
            InstallStep? step = batch.Find(outcome.Key)?.Apply(outcome.Happened, now);
            if (outcome.Assignment is not null && step?.Install.State != InstallState.Offered)
                throw new InvalidOperationException("An install that was targeted took no offer.");
            applied.Add(outcome.Happened is InstallEvent.Superseded && step?.Note is not null ? Wait(batch, rollout, outcome.Key.Vehicle, now) : outcome);
        }

        return applied;
    }

    // The other rollout has it for good, or it has begun since.
    private static TurnOutcome Wait(InstallBatch batch, Rollout rollout, long vehicle, DateTimeOffset now)
    {
        TurnOutcome outcome = new(new InstallKey(rollout.Number, vehicle), new InstallEvent.NotOffered(OfferReasons.OtherJob));
        batch.Find(outcome.Key)!.Apply(outcome.Happened, now);
        return outcome;
    }

    private async Task<IReadOnlyList<(long Wave, long Vehicle)>> TurnsAsync(Rollout rollout, string market, int most, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        const string sql = "SELECT wave, vehicle FROM install_turns WHERE rollout = @Number AND market = @market ORDER BY wave, vehicle LIMIT @most";
        return [.. await connection.QueryAsync<(long, long)>(new CommandDefinition(sql, new { rollout.Number, market, most }, cancellationToken: stop))];
    }

    private Task<IEnumerable<long>> TakeJobsAsync(InstallBatch batch, Rollout rollout, IEnumerable<TurnOutcome> offers, CancellationToken stop)
    {
        string sql = $"""
            INSERT INTO vehicle_jobs (vehicle, rollout) SELECT r.vehicle, @Number FROM {RowTable.Of(database, "@rows", "vehicle BIGINT")} WHERE true
            ON CONFLICT (vehicle) DO UPDATE SET rollout = excluded.rollout WHERE vehicle_jobs.rollout = excluded.rollout RETURNING vehicle
            """;
        object values = new { rollout.Number, rows = RowTable.Text(offers.Select(offer => offer.Key.Vehicle).Order().Select(vehicle => new object?[] { vehicle })) };
        return batch.Connection.QueryAsync<long>(new CommandDefinition(sql, values, batch.Transaction, cancellationToken: stop));
    }

    private Task<int> GiveJobsBackAsync(InstallBatch batch, Rollout rollout, IEnumerable<TurnOutcome> offers, CancellationToken stop)
    {
        string sql = $"DELETE FROM vehicle_jobs WHERE {database.IsIn("vehicle", "@list")} AND rollout = @Number";
        object values = new { list = database.ListOf(offers.Select(offer => offer.Key.Vehicle)), rollout.Number };
        return batch.Connection.ExecuteAsync(new CommandDefinition(sql, values, batch.Transaction, cancellationToken: stop));
    }

    private async Task EndTurnsAsync(InstallBatch batch, Rollout rollout, string market, IEnumerable<(long Wave, long Vehicle)> turns, CancellationToken stop)
    {
        string sql = $"DELETE FROM install_turns WHERE rollout = @Number AND market = @market AND wave = @wave AND {database.IsIn("vehicle", "@list")}";
        foreach (IGrouping<long, (long Wave, long Vehicle)> wave in turns.GroupBy(turn => turn.Wave))
        {
            object values = new { rollout.Number, market, wave = wave.Key, list = database.ListOf(wave.Select(turn => turn.Vehicle)) };
            await batch.Connection.ExecuteAsync(new CommandDefinition(sql, values, batch.Transaction, cancellationToken: stop));
        }
    }

    // Takes the rollout's row, last of all: whoever pauses it waits for this transaction, or this one finds it paused and commits nothing.
    private static async Task<bool> IsRunningAsync(InstallBatch batch, Rollout rollout, CancellationToken stop)
    {
        const string sql = "UPDATE rollouts SET revision = revision WHERE number = @Number AND state = @running AND bundle = @Bundle";
        object values = new { rollout.Number, running = (long)RolloutState.Running, rollout.Bundle };
        return await batch.Connection.ExecuteAsync(new CommandDefinition(sql, values, batch.Transaction, cancellationToken: stop)) > 0;
    }

    private static bool IsTargeted(InstallBatch batch, Rollout rollout, long vehicle) =>
        batch.Find(new InstallKey(rollout.Number, vehicle))?.Before.State == InstallState.Targeted;
}

using Dapper;
using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Failures;
using Ota.Core.Rollouts.Installs;
using Ota.Server.Bundles.Director;
using Ota.Server.Storage;

namespace Ota.Server.Rollouts.Installs;

/// <summary>What follows from steps of installs, in their transaction: jobs, Director targets, remedies, turns, hints, and the stop of a rollout.</summary>
internal sealed class InstallConsequences(Database database, RolloutStore rollouts, DirectorStore director, InstallTurns turns)
{
    /// <summary>Who stops a rollout that a step stops.</summary>
    public const string Controller = "controller";

    /// <returns>Vehicles from which something was taken back.</returns>
    public async Task<IReadOnlyList<string>> SaveAsync(InstallBatch batch, IReadOnlyList<InstallChange> changed, DateTimeOffset now, CancellationToken stop)
    {
        await MoveJobsAsync(batch, changed, stop);
        IReadOnlyList<string> told = await TakeBackAsync(batch, now, stop);
        await KeepRemediesAsync(batch, now, stop);
        await HintAsync(batch, now, stop);
        return told;
    }

    /// <summary>Holds the rollouts that must not go on, whatever the controller is doing.</summary>
    public async Task StopWavesAsync(InstallBatch batch, DateTimeOffset now, CancellationToken stop)
    {
        foreach (IGrouping<long, InstallChange> stopped in batch.With<InstallEffect.StopWave>().GroupBy(change => change.Key.Rollout).OrderBy(one => one.Key))
        {
            // What runs no more needs no stop: then the event is refused, which is right.
            InstallEffect.StopWave effect = stopped.First().Effects.OfType<InstallEffect.StopWave>().First();
            RolloutEvent.Held held = new($"A vehicle refused what it was to install: {FailureText.Describe(effect.Reason)}.");
            await rollouts.ApplyAsync(batch.Connection, batch.Transaction, stopped.Key, held, Controller, now, stop);
        }
    }

    private async Task MoveJobsAsync(InstallBatch batch, IReadOnlyList<InstallChange> changed, CancellationToken stop)
    {
        InstallChange[] ended = [.. changed.Where(change => JobRules.HoldsVehicle(change.Before) && !JobRules.HoldsVehicle(change.Now))];
        InstallChange[] begun = [.. changed.Where(change => !JobRules.HoldsVehicle(change.Before) && JobRules.HoldsVehicle(change.Now))];
        if (ended.Length + begun.Length > 0)
        {
            string take = $"SELECT vehicle FROM vehicle_jobs WHERE {database.IsIn("vehicle", "@list")} ORDER BY vehicle{database.ForUpdate}";
            await RunAsync(batch, take, new { list = database.ListOf(ended.Concat(begun).Select(change => change.Key.Vehicle)) }, stop);
            string rows = RowTable.Of(database, "@rows", "vehicle BIGINT", "rollout BIGINT");
            // A vehicle that has begun all the same, after its job was taken away, has it again unless another rollout has it now.
            string begin = $"INSERT INTO vehicle_jobs (vehicle, rollout) SELECT r.vehicle, r.rollout FROM {rows} WHERE true ON CONFLICT (vehicle) DO NOTHING";
            string end = $"DELETE FROM vehicle_jobs WHERE {database.IsIn("vehicle", "@list")} AND (vehicle, rollout) IN (SELECT r.vehicle, r.rollout FROM {rows})";
            if (ended.Length > 0)
                await RunAsync(batch, end, new { rows = Text(ended), list = database.ListOf(ended.Select(change => change.Key.Vehicle)) }, stop);
            if (begun.Length > 0) await RunAsync(batch, begin, new { rows = Text(begun) }, stop);
        }

        IEnumerable<InstallChange> ready = changed.Where(change => change.Now is { State: InstallState.Targeted, RetryAt: null });
        await turns.WakeAsync(batch.Connection, batch.Transaction, [.. ended.Concat(ready).Select(change => change.Key.Vehicle).Distinct()], stop);

        static string Text(IEnumerable<InstallChange> changes) => RowTable.Text(changes
            .OrderBy(change => change.Key.Vehicle).Select(change => new object?[] { change.Key.Vehicle, change.Key.Rollout }));
    }

    private async Task<IReadOnlyList<string>> TakeBackAsync(InstallBatch batch, DateTimeOffset now, CancellationToken stop)
    {
        InstallChange[] taken = [.. batch.With<InstallEffect.TakeBack>()];
        if (taken.Length == 0) return [];
        string find = $"SELECT number, vid FROM vehicles WHERE {database.IsIn("number", "@list")}";
        object list = new { list = database.ListOf(taken.Select(change => change.Key.Vehicle)) };
        Dictionary<long, string> vids = (await batch.Connection.QueryAsync<(long Number, string Vid)>(new(find, list, batch.Transaction, cancellationToken: stop)))
            .ToDictionary(row => row.Number, row => row.Vid);
        var assigned = taken.Where(change => vids.ContainsKey(change.Key.Vehicle))
            .Select(change => (vids[change.Key.Vehicle], RolloutName.Of(batch.Rollouts[change.Key.Rollout])));
        return await director.TakeBackAsync(batch.Connection, batch.Transaction, [.. assigned], now, stop);
    }

    private async Task KeepRemediesAsync(InstallBatch batch, DateTimeOffset now, CancellationToken stop)
    {
        object?[][] rows =
        [
            .. batch.With<InstallEffect.KeepRemedy>().SelectMany(change => change.Now.Targets.Select(target => new object?[]
            {
                change.Key.Vehicle, target.Ecu.Value, change.Key.Rollout, target.Sha256, target.ReleaseCounter,
            })),
        ];
        if (rows.Length == 0) return;
        string sql = $"""
            INSERT INTO remedies (vehicle, serial, rollout, sha256, release_counter, proven)
            SELECT r.vehicle, r.serial, r.rollout, r.sha256, r.release_counter, @now
            FROM {RowTable.Of(database, "@rows", "vehicle BIGINT", "serial TEXT", "rollout BIGINT", "sha256 TEXT", "release_counter BIGINT")} WHERE true
            ON CONFLICT (vehicle, serial, rollout) DO UPDATE SET
                sha256 = excluded.sha256, release_counter = excluded.release_counter, proven = excluded.proven
            """;
        await RunAsync(batch, sql, new { rows = RowTable.Text(rows), now = now.ToUnixTimeMilliseconds() }, stop);
    }

    private async Task HintAsync(InstallBatch batch, DateTimeOffset now, CancellationToken stop)
    {
        long[] vehicles = [.. batch.With<InstallEffect.Hint>().Concat(batch.With<InstallEffect.AskForProof>()).Select(change => change.Key.Vehicle).Distinct()];
        if (vehicles.Length == 0) return;
        string sql = $"""
            INSERT INTO rollout_hints (vid, time) SELECT v.vid, @now FROM vehicles v WHERE {database.IsIn("v.number", "@list")} ORDER BY v.vid
            ON CONFLICT (vid) DO UPDATE SET time = excluded.time
            """;
        await RunAsync(batch, sql, new { now = now.ToUnixTimeMilliseconds(), list = database.ListOf(vehicles) }, stop);
    }

    private static Task<int> RunAsync(InstallBatch batch, string sql, object values, CancellationToken stop) =>
        batch.Connection.ExecuteAsync(new(sql, values, batch.Transaction, cancellationToken: stop));
}

using FluentAssertions.Execution;
using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Control;
using Ota.Core.Rollouts.Installs;
using Ota.Server.Rollouts;
using Ota.Server.Rollouts.Installs;

namespace Ota.Server.Tests.Rollouts;

/// <summary>Holds the books of all rollouts against the rows that they count, and the rows against the ledger.</summary>
internal static class BookCheck
{
    public static async Task CheckBooksAsync(this RolloutWorld world)
    {
        using AssertionScope scope = new();
        foreach (long number in await world.QueryAsync<long>("SELECT number FROM rollouts"))
        {
            Rollout rollout = (await world.Store.FindAsync(number))!;
            IReadOnlyList<InstallRow> rows = await world.QueryAsync<InstallRow>($"SELECT {InstallRow.Columns} FROM installs i WHERE i.rollout = {number}");
            await CheckCountsAsync(world, rollout, rows);
            foreach (InstallRow row in rows) await CheckLedgerAsync(world, rollout, row);
        }

        await CheckJobsAsync(world);
    }

    private static async Task CheckCountsAsync(RolloutWorld world, Rollout rollout, IReadOnlyList<InstallRow> rows)
    {
        Dictionary<(long, string), long> counted = rows
            .SelectMany(row => InstallCounts.NamesOf(row.ToInstall(), BookMarks.Of(row.ToInstall(), rollout.Policy, world.Now)).Select(name => (row.Wave, name)))
            .GroupBy(one => one).ToDictionary(one => one.Key, one => (long)one.Count());
        Dictionary<(long, string), long> stored = (await world.QueryAsync<(long Wave, string What, long Count)>(
            $"SELECT wave, what, count FROM rollout_counts WHERE rollout = {rollout.Number} AND count <> 0 AND what <> '{CountNames.Steps}'")).ToDictionary(row => (row.Wave, row.What), row => row.Count);
        stored.Should().BeEquivalentTo(counted, "the books of rollout {0} are what a full count gives", rollout.Title);
        IReadOnlyList<WaveBooks> waves = await world.Books.WavesAsync(rollout.Number, default);
        waves.Sum(wave => wave.States.Values.Sum()).Should().Be(rollout.Population, "every vehicle is in one bucket");
        foreach (WaveBooks wave in waves) wave.States.Values.Sum().Should().Be(wave.Size, "wave {0} has its vehicles", wave.Wave);
    }

    private static async Task CheckLedgerAsync(RolloutWorld world, Rollout rollout, InstallRow row)
    {
        IReadOnlyList<(long Number, long Time, string Kind, string Event)> entries = await world.QueryAsync<(long, long, string, string)>(
            $"SELECT number, time, kind, event FROM install_events WHERE rollout = {row.Rollout} AND vehicle = {row.Vehicle} ORDER BY number");
        entries.Select(entry => entry.Number).Should().Equal(Enumerable.Range(1, entries.Count).Select(number => (long)number));
        Install frozen = new()
        {
            Rollout = row.Rollout,
            Vehicle = row.Vehicle,
            Wave = (int)row.Wave,
            State = InstallState.Targeted,
            Since = rollout.Created,
        };
        Install replayed = InstallReplay.Run(
            frozen, entries.Select(entry => (InstallEventForm.Read(entry.Kind, entry.Event), StoredTime.Of(entry.Time))), rollout.Policy);
        replayed.Should().BeEquivalentTo(row.ToInstall(), "the ledger gives the row of vehicle {0} in {1}", row.Vehicle, rollout.Title);
    }

    private static async Task CheckJobsAsync(RolloutWorld world)
    {
        Dictionary<long, long> jobs = (await world.QueryAsync<(long Vehicle, long Rollout)>("SELECT vehicle, rollout FROM vehicle_jobs"))
            .ToDictionary(row => row.Vehicle, row => row.Rollout);
        Dictionary<long, long> held = (await world.QueryAsync<InstallRow>($"SELECT {InstallRow.Columns} FROM installs i"))
            .Select(row => row.ToInstall()).Where(JobRules.HoldsVehicle).ToDictionary(install => install.Vehicle, install => install.Rollout);
        jobs.Should().BeEquivalentTo(held, "a vehicle has one job, and who has it has the row");
    }
}

using System.Data.Common;
using System.Globalization;
using Dapper;
using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Installs;
using Ota.Core.Vehicles;
using Ota.Server.Rollouts.Installs;
using Ota.Server.Storage;

namespace Ota.Server.Rollouts.Jobs;

/// <summary>
/// That a vehicle lives and how much it was used, told to its installs: silence puts a vehicle on a work list, and use ends a soak. Whether it
/// is news the machine says, before anything is written: asking often costs no disk.
/// </summary>
internal sealed class VehicleUses
{
    private const int MostRollouts = 50; // Of one vehicle; none should be in more than a few.

    private readonly InstallDesk _installs;
    private readonly Database _database;
    private readonly TimeProvider _time;
    private readonly BatchedLook<string, IReadOnlyList<string>> _rollouts;

    public VehicleUses(InstallDesk installs, Database database, TimeProvider time)
    {
        (_installs, _database, _time) = (installs, database, time);
        _rollouts = new(vids => RolloutsOfAsync(vids, CancellationToken.None));
    }

    /// <summary>It asked about a job, or said something about it.</summary>
    /// <returns>The install after that.</returns>
    public async Task<FoundInstall> ContactAsync(FoundInstall found, VehicleUse? use, CancellationToken stop)
    {
        InstallEvent.Contacted contacted = new(use);
        if (InstallMachine.Apply(found.Install, contacted, found.Rollout.Policy, _time.GetUtcNow()).Note is not null) return found;
        InstallStep? step = await _installs.ApplyAsync(found.Rollout.Number, found.Install.Vehicle, contacted, stop);
        return step is null ? found : found with { Install = step.Install };
    }

    /// <summary>It asked and has nothing to install: what it did before hears of it.</summary>
    /// <returns>All of these as they are after that, the latest rollout first.</returns>
    public async Task<IReadOnlyList<FoundInstall>> ContactAllAsync(Vid vehicle, VehicleUse? use, CancellationToken stop)
    {
        List<FoundInstall> heard = [];
        foreach (string rollout in await _rollouts.FindAsync(vehicle.Value).WaitAsync(stop) ?? [])
        {
            if (await _installs.FindAsync(vehicle, rollout, stop) is { } found) heard.Add(await ContactAsync(found, use, stop));
        }

        return heard;
    }

    // Those that were offered and have not ended for good, the latest first. What is confirmed matters while its rollout goes on.
    private async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> RolloutsOfAsync(IReadOnlyCollection<string> vids, CancellationToken stop)
    {
        await using DbConnection connection = await _database.ConnectAsync(stop);
        string sql = $"""
            SELECT v.vid, r.id FROM vehicles v JOIN installs i ON i.vehicle = v.number JOIN rollouts r ON r.number = i.rollout
            WHERE {_database.IsIn("v.vid", "@list")} AND i.state NOT IN ({Numbers(Untouched)}) AND (i.state <> @confirmed OR r.state IN ({Numbers(GoingOn)}))
            ORDER BY r.number DESC
            """;
        object values = new { list = _database.ListOf(vids), confirmed = (long)InstallState.Confirmed };
        IEnumerable<(string Vid, string Id)> rows = await connection.QueryAsync<(string, string)>(new CommandDefinition(sql, values, cancellationToken: stop));
        return rows.GroupBy(row => row.Vid, row => row.Id).ToDictionary(of => of.Key, IReadOnlyList<string> (of) => [.. of.Take(MostRollouts)]);
    }

    private static readonly IReadOnlyList<int> Untouched =
        [.. Enum.GetValues<InstallState>().Where(state => InstallStates.IsFinal(state) || state is InstallState.Targeted or InstallState.Revoked).Select(state => (int)state)];

    private static readonly IReadOnlyList<int> GoingOn = [(int)RolloutState.Running, (int)RolloutState.Paused, (int)RolloutState.Held];

    private static string Numbers(IEnumerable<int> values) => string.Join(", ", values.Select(value => value.ToString(CultureInfo.InvariantCulture)));
}

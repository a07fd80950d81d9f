using System.Data.Common;
using Dapper;
using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Installs;
using Ota.Server.Rollouts.Installs;
using Ota.Server.Storage;

namespace Ota.Server.Rollouts;

/// <summary>Reads installs of one rollout.</summary>
internal sealed class InstallLists(Database database)
{
    /// <summary>Which of a rollout's vehicles, by number.</summary>
    /// <param name="States">Only those in one of these; empty is any.</param>
    /// <param name="Work">Only those on this list; none is any.</param>
    /// <param name="Vehicle">Only this one; null is any.</param>
    internal sealed record Wanted(IReadOnlyCollection<InstallState> States, WorkList Work, long? Vehicle);

    /// <summary>Up to so many with their vids, by vehicle, from the first after one (0: from the start).</summary>
    public async Task<IReadOnlyList<(string Vid, Install Install)>> ListAsync(long rollout, Wanted wanted, long after, int most, CancellationToken stop)
    {
        string hasState = wanted.States.Count == 0 ? "" : $" AND {database.IsIn("i.state", "@states")}";
        string hasWork = wanted.Work == WorkList.None ? "" : " AND i.work = @work";
        string isVehicle = wanted.Vehicle is null ? "" : " AND i.vehicle = @vehicle";
        string sql = $"""
            SELECT {InstallRow.Columns}, v.vid FROM installs i JOIN vehicles v ON v.number = i.vehicle
            WHERE i.rollout = @rollout AND i.vehicle > @after{hasState}{hasWork}{isVehicle} ORDER BY i.vehicle LIMIT @most
            """;
        object values = new
        {
            rollout,
            after,
            most,
            states = database.ListOf(wanted.States.Select(state => (long)state)),
            work = (long)wanted.Work,
            vehicle = wanted.Vehicle,
        };
        await using DbConnection connection = await database.ConnectAsync(stop);
        List<(string, Install)> found = [];
        await connection.QueryAsync<InstallRow, string, bool>(new CommandDefinition(sql, values, cancellationToken: stop), Keep, splitOn: "vid");
        return found;

        bool Keep(InstallRow row, string vid)
        {
            found.Add((vid, row.ToInstall()));
            return true;
        }
    }

    /// <summary>Numbers of vehicles in one of some states, rising.</summary>
    public async Task<IReadOnlyList<long>> NumbersAsync(long rollout, IReadOnlyList<InstallState> states, long after, int most, CancellationToken stop)
    {
        string sql = $"""
            SELECT vehicle FROM installs WHERE rollout = @rollout AND vehicle > @after AND {database.IsIn("state", "@states")} ORDER BY vehicle LIMIT @most
            """;
        return await QueryAsync(sql, new { rollout, after, most, states = database.ListOf(states.Select(state => (long)state)) }, stop);
    }

    /// <summary>Those of some vehicles that are in one of some states.</summary>
    public async Task<IReadOnlyList<long>> ThoseInAsync(long rollout, IReadOnlyList<long> vehicles, IReadOnlyList<InstallState> states, CancellationToken stop)
    {
        string sql = $"""
            SELECT vehicle FROM installs WHERE rollout = @rollout AND {database.IsIn("vehicle", "@vehicles")} AND {database.IsIn("state", "@states")}
            """;
        return await QueryAsync(sql, new { rollout, vehicles = database.ListOf(vehicles), states = database.ListOf(states.Select(state => (long)state)) }, stop);
    }

    /// <summary>An install that there is.</summary>
    public async Task<V1.Install> ShowAsync(Rollout rollout, long vehicle, CancellationToken stop)
    {
        (string vid, Install install) = (await ListAsync(rollout.Number, new Wanted([], WorkList.None, vehicle), after: 0, most: 1, stop))[0];
        return InstallMessages.From(install, vid, RolloutName.Of(rollout));
    }

    /// <summary>What happened to one install, in order.</summary>
    public async Task<IReadOnlyList<InstallEventRow>> EventsAsync(long rollout, long vehicle, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        const string sql = $"SELECT {InstallEventRow.Columns} FROM install_events WHERE rollout = @rollout AND vehicle = @vehicle ORDER BY number";
        return [.. await connection.QueryAsync<InstallEventRow>(new CommandDefinition(sql, new { rollout, vehicle }, cancellationToken: stop))];
    }

    /// <summary>The numbers of the rollouts that name a vehicle, the newest first.</summary>
    public async Task<IReadOnlyList<long>> RolloutsOfAsync(long vehicle, int most, CancellationToken stop)
    {
        const string sql = """
            SELECT i.rollout FROM installs i JOIN rollouts r ON r.number = i.rollout AND r.state > 0
            WHERE i.vehicle = @vehicle ORDER BY i.rollout DESC LIMIT @most
            """;
        return await QueryAsync(sql, new { vehicle, most }, stop);
    }

    private async Task<IReadOnlyList<long>> QueryAsync(string sql, object values, CancellationToken stop)
    {
        await using DbConnection connection = await database.ConnectAsync(stop);
        return [.. await connection.QueryAsync<long>(new CommandDefinition(sql, values, cancellationToken: stop))];
    }
}

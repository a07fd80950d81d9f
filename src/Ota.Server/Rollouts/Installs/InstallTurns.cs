using System.Data.Common;
using Dapper;
using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Installs;
using Ota.Server.Storage;

namespace Ota.Server.Rollouts.Installs;

/// <summary>Who may be offered next.</summary>
internal sealed class InstallTurns(Database database)
{
    /// <summary>
    /// Gives vehicles their turn in every rollout that has something for them and has opened their wave: their time has come, another job
    /// has ended, or an inventory may have changed the answer.
    /// </summary>
    public async Task WakeAsync(DbConnection connection, DbTransaction transaction, IReadOnlyList<long> vehicles, CancellationToken stop)
    {
        if (vehicles.Count == 0) return;
        string sql = $"""
            INSERT INTO install_turns (rollout, market, wave, vehicle)
            SELECT i.rollout, i.market, i.wave, i.vehicle FROM installs i JOIN rollouts o ON o.number = i.rollout
            WHERE {database.IsIn("i.vehicle", "@list")} AND i.state = @targeted AND i.wave BETWEEN 1 AND o.wave AND o.state IN (@running, @paused, @held)
            ON CONFLICT (rollout, market, wave, vehicle) DO NOTHING
            """;
        object values = new
        {
            list = database.ListOf(vehicles),
            targeted = (long)InstallState.Targeted,
            running = (long)RolloutState.Running,
            paused = (long)RolloutState.Paused,
            held = (long)RolloutState.Held,
        };
        await connection.ExecuteAsync(new(sql, values, transaction, cancellationToken: stop));
    }
}

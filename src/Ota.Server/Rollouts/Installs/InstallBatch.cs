using System.Data.Common;
using Ota.Core.Rollouts;
using Ota.Core.Rollouts.Installs;

namespace Ota.Server.Rollouts.Installs;

/// <summary>Installs whose rows a transaction has taken, and what happens to them in it.</summary>
internal sealed class InstallBatch(
    DbConnection connection, DbTransaction transaction, IReadOnlyDictionary<long, Rollout> rollouts, IReadOnlyDictionary<InstallKey, InstallChange> changes)
{
    public DbConnection Connection => connection;

    public DbTransaction Transaction => transaction;

    /// <summary>Those whose installs are here, by number.</summary>
    public IReadOnlyDictionary<long, Rollout> Rollouts => rollouts;

    public IEnumerable<InstallChange> All => changes.Values;

    /// <summary>Those to which something has happened, in the order in which rows are taken.</summary>
    public IEnumerable<InstallChange> Changed => changes.Values.Where(change => change.IsChanged).OrderBy(change => change.Key);

    /// <summary>Null if there is no such install.</summary>
    public InstallChange? Find(InstallKey key) => changes.GetValueOrDefault(key);

    /// <summary>What has such an effect.</summary>
    public IEnumerable<InstallChange> With<T>()
        where T : InstallEffect => changes.Values.Where(change => change.Effects.OfType<T>().Any()).OrderBy(change => change.Key);
}

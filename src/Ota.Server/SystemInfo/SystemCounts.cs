using System.Data.Common;
using Ota.Server.Audit;
using Ota.Server.Operators;
using Ota.Server.Storage;

namespace Ota.Server.SystemInfo;

/// <summary>How much is kept.</summary>
internal sealed class SystemCounts(Database database, OperatorStore operators, AuditStore audit)
{
    public string DatabaseKind => database.Kind;

    /// <summary>Numbers by name; null if the database does not answer.</summary>
    public async Task<IReadOnlyDictionary<string, long>?> TryCountAsync(CancellationToken stop)
    {
        try
        {
            (long operatorCount, long credentialCount) = await operators.CountAsync(stop);
            return new Dictionary<string, long>
            {
                ["operators"] = operatorCount,
                ["credentials"] = credentialCount,
                ["audit_entries"] = await audit.CountAsync(stop),
            };
        }
        catch (DbException e) when (database.IsOutage(e))
        {
            return null;
        }
    }
}

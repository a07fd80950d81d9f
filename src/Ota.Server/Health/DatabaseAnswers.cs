using System.Data.Common;
using Dapper;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Ota.Server.Storage;

namespace Ota.Server.Health;

/// <summary>Not ready when the database does not answer.</summary>
internal sealed class DatabaseAnswers(Database database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using DbConnection connection = await database.ConnectAsync(cancellationToken);
            await connection.ExecuteScalarAsync<long>(
                new CommandDefinition("SELECT COUNT(*) FROM migrations", cancellationToken: cancellationToken));
            return HealthCheckResult.Healthy(database.Kind);
        }
        catch (DbException)
        {
            // The reason may name hosts and users, and anybody may read this answer.
            return HealthCheckResult.Unhealthy($"{database.Kind} does not answer");
        }
    }
}

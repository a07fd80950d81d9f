using System.Data.Common;
using Dapper;
using Grpc.Core;
using Ota.Core.Rollouts;
using Ota.Server.Hosting;
using Ota.Server.Storage;

namespace Ota.Server.Rollouts;

/// <summary>Finds the rollout that a request names.</summary>
internal sealed class RolloutFinder(RolloutStore store, Database database)
{
    private const int IdLength = 12;
    private const int LeastDigits = 4;

    /// <summary>Reads "rollouts/{id}".</summary>
    /// <returns>The id; empty, with a violation, if it is none.</returns>
    public static string ReadId(string name, string field, Violations violations)
    {
        string id = DigitsOf(name);
        if (id.Length == IdLength) return id;
        violations.Add(field, $"Not {RolloutName.Prefix} with {IdLength} lower-case hexadecimal digits behind it; ListRollouts shows the names.");
        return "";
    }

    /// <exception cref="RpcException">NOT_FOUND.</exception>
    public async Task<Rollout> FindAsync(string id, CancellationToken stop) =>
        await store.FindAsync(id, stop) ?? throw new RpcException(new Status(StatusCode.NotFound, $"There is no rollout {id}."));

    /// <summary>Finds one by its name, of which the id may be cut short.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT, NOT_FOUND, or FAILED_PRECONDITION if several begin so.</exception>
    public async Task<Rollout> FindByNameAsync(string name, CancellationToken stop)
    {
        string digits = DigitsOf(name);
        if (digits.Length == IdLength) return await FindAsync(digits, stop);
        if (digits.Length < LeastDigits)
        {
            Violations violations = new();
            violations.Add("name", $"Not {RolloutName.Prefix} with {LeastDigits} to {IdLength} lower-case hexadecimal digits behind it; ListRollouts shows the names.");
            violations.ThrowIfAny();
        }

        await using DbConnection connection = await database.ConnectAsync(stop);
        const string sql = "SELECT id FROM rollouts WHERE id >= @digits AND id < @end AND state > 0 ORDER BY id LIMIT 2";
        object values = new { digits, end = digits + 'g' }; // g comes after all hexadecimal digits.
        string[] ids = [.. await connection.QueryAsync<string>(new CommandDefinition(sql, values, cancellationToken: stop))];
        return ids switch
        {
            [] => throw new RpcException(new Status(StatusCode.NotFound, $"There is no rollout {digits}.")),
            [{ } id] => await FindAsync(id, stop),
            _ => throw new RpcException(new Status(StatusCode.FailedPrecondition, $"More than one rollout begins with {digits}; give more of the id.")),
        };
    }

    // Empty for what is no name.
    private static string DigitsOf(string name)
    {
        if (!name.StartsWith(RolloutName.Prefix, StringComparison.Ordinal)) return "";
        string digits = name[RolloutName.Prefix.Length..];
        return digits.Length <= IdLength && digits.All(char.IsAsciiHexDigitLower) ? digits : "";
    }
}

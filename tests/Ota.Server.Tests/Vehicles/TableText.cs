using System.Data.Common;
using Dapper;
using Ota.Server.Storage;

namespace Ota.Server.Tests.Vehicles;

/// <summary>Searches all tables of a database for a text.</summary>
internal static class TableText
{
    public static async Task<string[]> TablesWithAsync(Database database, string text)
    {
        await using DbConnection connection = await database.ConnectAsync(default);
        string names = database.Kind == "sqlite"
            ? "SELECT name FROM sqlite_master WHERE type = 'table'"
            : "SELECT tablename FROM pg_tables WHERE schemaname = 'public'";
        List<string> found = [];
        foreach (string table in await connection.QueryAsync<string>(names))
        {
            IEnumerable<dynamic> rows = await connection.QueryAsync($"SELECT * FROM {table}");
            bool holds = rows.Cast<IDictionary<string, object?>>().SelectMany(row => row.Values)
                .Any(value => value?.ToString()?.Contains(text, StringComparison.OrdinalIgnoreCase) == true);
            if (holds) found.Add(table);
        }

        return [.. found.Order(StringComparer.Ordinal)];
    }
}

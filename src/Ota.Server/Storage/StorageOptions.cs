using Npgsql;
using Ota.Server.Settings;

namespace Ota.Server.Storage;

/// <summary>Which database keeps the state.</summary>
internal sealed record StorageOptions
{
    public static readonly Setting[] Settings =
    [
        new("database", "CONNECTION", "PostgreSQL to use: \"Host=db;Database=ota;Username=ota\".", "SQLite in DIR/state.db"),
    ];

    /// <summary>Null is SQLite in the data folder.</summary>
    public string? Database { get; init; }

    public static StorageOptions From(SettingValues values)
    {
        string? database = values.Text("database");
        if (database is not null && !IsUsable(database))
            values.Problem("database", "not a PostgreSQL connection string; use the form \"Host=db;Database=ota;Username=ota\".");
        return new StorageOptions { Database = database };
    }

    private static bool IsUsable(string text)
    {
        try
        {
            return !string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(text).Host);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            return false;
        }
    }
}

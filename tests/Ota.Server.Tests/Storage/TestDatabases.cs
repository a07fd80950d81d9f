using Ota.Server.Storage;
using Ota.Testing;

namespace Ota.Server.Tests.Storage;

/// <summary>Makes the databases that compliance suites run on.</summary>
internal static class TestDatabases
{
    public static Database Sqlite(TempFolder folder) => new SqliteDatabase(folder[$"{Path.GetRandomFileName()}.db"]);

    public static Database Postgres(PostgresServer server) => new PostgresDatabase(server.NewDatabase());

    public static async Task<Database> MigratedAsync(this Database database)
    {
        await Migrator.StartAsync(database, TimeProvider.System);
        return database;
    }
}

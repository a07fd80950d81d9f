using System.Data.Common;
using Dapper;
using Ota.Server.Hosting;
using Ota.Server.Storage;
using Ota.Testing;

namespace Ota.Server.Tests.Storage;

public abstract class MigratorSuite : StoreSuite
{
    private static readonly Migration Next = new(99, "0099_next", "CREATE TABLE next (id BIGINT NOT NULL PRIMARY KEY); CREATE TABLE after_next (id BIGINT);");

    [Fact]
    public async Task Migrating_again_changes_nothing() => await Database.MigratedAsync();

    [Fact]
    public async Task A_new_step_is_applied_to_an_old_database()
    {
        await MigrateAsync([.. Migration.All, Next]);
        await using DbConnection connection = await Database.ConnectAsync(default);
        (await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM after_next")).Should().Be(0);
    }

    [Fact]
    public async Task A_database_of_a_newer_server_is_refused()
    {
        await MigrateAsync([.. Migration.All, Next]);
        (await FluentActions.Awaiting(() => MigrateAsync(Migration.All)).Should().ThrowAsync<StartException>())
            .WithMessage("The database has schema 99 and this server knows up to *: start a newer server*");
    }

    [Fact]
    public async Task A_step_that_was_changed_after_its_release_is_refused() =>
        (await FluentActions.Awaiting(() => MigrateAsync([Migration.All[0] with { Sql = "SELECT 1;" }, .. Migration.All.Skip(1)]))
            .Should().ThrowAsync<StartException>()).WithMessage("*made by another build*");

    [Fact]
    public async Task A_step_that_fails_leaves_nothing_behind()
    {
        Migration broken = Next with { Sql = "CREATE TABLE next (id BIGINT); SELECT broken FROM nowhere;" };
        await FluentActions.Awaiting(() => MigrateAsync([.. Migration.All, broken])).Should().ThrowAsync<DbException>();
        await MigrateAsync([.. Migration.All, Next]);
    }

    [Fact]
    public async Task Servers_that_start_together_migrate_once() =>
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => MigrateAsync([.. Migration.All, Next]))));

    private Task MigrateAsync(IReadOnlyList<Migration> migrations) => Migrator.MigrateAsync(Database, migrations, TimeProvider.System, default);
}

public sealed class SqliteMigratorTests : MigratorSuite
{
    internal override Database New(TempFolder folder) => TestDatabases.Sqlite(folder);
}

[Collection(nameof(PostgresTests))]
public sealed class PostgresMigratorTests(PostgresServer server) : MigratorSuite
{
    internal override Database New(TempFolder folder) => TestDatabases.Postgres(server);
}

using System.Data.Common;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Ota.Server.Storage;
using Ota.Testing;

namespace Ota.Server.Tests.Storage;

public sealed class GroupCommitOutageTests
{
    [Fact]
    public async Task When_the_database_is_gone_every_caller_learns_it_and_nobody_is_called_done()
    {
        PostgresServer postgres = new();
        await using Database database = new PostgresDatabase(postgres.NewDatabase());
        await using GroupCommit<int> commit = new(database, InsertAsync, NullLogger.Instance);
        using (postgres)
        {
            await using DbConnection connection = await database.ConnectAsync(default);
            await connection.ExecuteAsync("CREATE TABLE written (item BIGINT NOT NULL)");
            await commit.WriteAsync(1, default);
        }

        Task[] writes = [.. Enumerable.Range(0, 100).Select(i => commit.WriteAsync(i, default))];
        foreach (Task write in writes)
        {
            DbException e = (await FluentActions.Awaiting(() => write).Should().ThrowAsync<DbException>()).Which;
            database.IsOutage(e).Should().BeTrue();
        }
    }

    [Fact]
    public async Task A_writer_works_again_when_the_table_is_back()
    {
        using TempFolder folder = new();
        await using Database database = new SqliteDatabase(folder["state.db"]);
        await using GroupCommit<int> commit = new(database, InsertAsync, NullLogger.Instance);
        await using DbConnection connection = await database.ConnectAsync(default);
        await connection.ExecuteAsync("CREATE TABLE written (item BIGINT NOT NULL)");
        await commit.WriteAsync(1, default);
        await connection.ExecuteAsync("ALTER TABLE written RENAME TO away");
        await FluentActions.Awaiting(() => commit.WriteAsync(2, default)).Should().ThrowAsync<DbException>();
        await connection.ExecuteAsync("ALTER TABLE away RENAME TO written");
        await commit.WriteAsync(3, default);
        (await connection.QueryAsync<long>("SELECT item FROM written ORDER BY item")).Should().Equal(1, 3);
    }

    private static async Task InsertAsync(BatchWrite<int> batch) => await batch.Connection.ExecuteAsync(
        "INSERT INTO written VALUES (@item)", batch.Items.Select(item => new { item }), batch.Transaction);
}

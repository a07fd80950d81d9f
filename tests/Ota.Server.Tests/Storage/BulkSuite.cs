using System.Data.Common;
using Dapper;
using Ota.Server.Storage;
using Ota.Testing;

namespace Ota.Server.Tests.Storage;

/// <summary>Rows in bulk, in and out.</summary>
public abstract class BulkSuite : StoreSuite
{
    // What a row has in common with the one before, by value or by object, and what becomes null, a number or a text after another one.
    private static readonly (long Number, string Text, long? Maybe)[] Rows =
    [
        (1, "one", null), (2, "one", null), (3, "", 7), (4, "Gerät Ω", 7), (5, "one", 0), (6, new string('a', 64), null), (7, "0", -1),
    ];

    [Fact]
    public async Task Rows_come_out_as_they_went_in()
    {
        await using DbConnection connection = await FillAsync();
        List<(long, string, long?)> read = [], common = [];
        foreach ((List<(long, string, long?)> list, bool isCommon) in new[] { (read, false), (common, true) })
        {
            await using BulkSelect rows = await Database.BeginSelectAsync(connection, "SELECT number, text, maybe FROM bulk ORDER BY number", [], default);
            while (await rows.ReadAsync(default)) list.Add((rows.Number(0), isCommon ? rows.CommonText(1) : rows.Text(1), rows.NumberOrNull(2)));
        }

        read.Should().Equal(Rows);
        common.Should().Equal(Rows);
    }

    [Fact]
    public async Task Parameters_are_numbers_texts_and_lists_and_not_all_are_named()
    {
        await using DbConnection connection = await FillAsync();
        string sql = $"SELECT number FROM bulk WHERE number > @after AND text <> @text AND {Database.IsIn("number", "@list")} ORDER BY number";
        KeyValuePair<string, object>[] values =
            [new("list", Database.ListOf([2L, 4L, 5L, 9L])), new("after", 1L), new("text", "Gerät Ω"), new("except", 0L)];
        List<long> read = [];
        await using BulkSelect rows = await Database.BeginSelectAsync(connection, sql, values, default);
        while (await rows.ReadAsync(default)) read.Add(rows.Number(0));
        read.Should().Equal(2, 5);
    }

    [Fact]
    public async Task A_statement_that_is_none_is_the_databases_failure()
    {
        await using DbConnection connection = await Database.ConnectAsync(default);
        Func<Task> select = () => Database.BeginSelectAsync(connection, "SELECT broken FROM nowhere", [], default);
        await select.Should().ThrowAsync<DbException>();
    }

    [Fact]
    public async Task What_is_cancelled_ends()
    {
        await using DbConnection connection = await FillAsync();
        await using BulkSelect rows = await Database.BeginSelectAsync(connection, "SELECT number FROM bulk", [], default);
        Func<Task> read = async () => await rows.ReadAsync(new CancellationToken(canceled: true));
        await read.Should().ThrowAsync<OperationCanceledException>();
    }

    private async Task<DbConnection> FillAsync()
    {
        DbConnection connection = await Database.ConnectAsync(default);
        await connection.ExecuteAsync("CREATE TABLE bulk (number BIGINT NOT NULL, text TEXT NOT NULL, maybe BIGINT NULL)");
        await using DbTransaction transaction = await Database.BeginWriteAsync(connection, default);
        await using (BulkInsert rows = await Database.BeginInsertAsync(connection, "bulk", ["number", "text", "maybe"], default))
        {
            foreach ((long number, string text, long? maybe) in Rows)
            {
                rows.Write(number);
                rows.Write(text);
                if (maybe is { } value)
                    rows.Write(value);
                else
                    rows.WriteNull();
                rows.EndRow();
            }

            await rows.CompleteAsync(default);
        }

        await transaction.CommitAsync();
        return connection;
    }
}

public sealed class SqliteBulkTests : BulkSuite
{
    internal override Database New(TempFolder folder) => TestDatabases.Sqlite(folder);
}

[Collection(nameof(PostgresTests))]
public sealed class PostgresBulkTests(PostgresServer server) : BulkSuite
{
    internal override Database New(TempFolder folder) => TestDatabases.Postgres(server);
}

using System.Data.Common;
using Dapper;
using Ota.Core.Audit;
using Ota.Server.Audit;
using Ota.Server.Storage;
using Ota.Server.Tests.Storage;
using Ota.Testing;

namespace Ota.Server.Tests.Audit;

public abstract class AuditStoreSuite : StoreSuite
{
    private AuditStore Store => new(Database);

    [Fact]
    public async Task Entries_come_back_as_they_were_written_and_in_order()
    {
        for (int i = 1; i <= 3; i++) await Store.AppendAsync(Entry(i), default);
        IReadOnlyList<AuditLink> links = await Store.ReadAsync(0, 10, default);
        links.Select(link => link.Entry).Should().Equal(Entry(1), Entry(2), Entry(3));
        links.Select(link => link.Sequence).Should().Equal(1, 2, 3);
        (await Store.ReadAsync(1, 1, default)).Should().ContainSingle().Which.Sequence.Should().Be(2);
        (await Store.CountAsync(default)).Should().Be(3);
    }

    [Fact]
    public async Task Writers_at_the_same_time_make_one_unbroken_chain()
    {
        await Task.WhenAll(Enumerable.Range(1, 4).Select(writer => Task.Run(async () =>
        {
            for (int i = 0; i < 10; i++) await Store.AppendAsync(Entry((100 * writer) + i), default);
        })));
        (await Store.CountAsync(default)).Should().Be(40);
        (await Store.VerifyAsync(default)).Should().BeNull();
    }

    [Theory]
    [InlineData("UPDATE audit SET actor = 'mallory' WHERE sequence = 3", 3)]
    [InlineData("DELETE FROM audit WHERE sequence = 2", 2)]
    [InlineData("DELETE FROM audit WHERE sequence = 1", 1)]
    [InlineData("UPDATE audit SET hash = 'not even hexadecimal' WHERE sequence = 4", 4)]
    public async Task Tampering_is_found_at_its_place(string tampering, long place)
    {
        for (int i = 1; i <= 5; i++) await Store.AppendAsync(Entry(i), default);
        await using (DbConnection connection = await Database.ConnectAsync(default)) await connection.ExecuteAsync(tampering);
        (await Store.VerifyAsync(default))!.Sequence.Should().Be(place);
    }

    [Fact]
    public async Task A_chain_longer_than_a_page_verifies()
    {
        for (int i = 1; i <= 1001; i++) await Store.AppendAsync(Entry(i), default);
        (await Store.VerifyAsync(default)).Should().BeNull();
    }

    private static AuditEntry Entry(int number) => new(
        DateTimeOffset.FromUnixTimeMilliseconds(1_000_000 + number), AuditStage.Intent, $"call{number}", "anna", "cred", "ota.v1.X/Y",
        "ipv4:127.0.0.1:1", "", "", "ünïcödé ✓");
}

public sealed class SqliteAuditStoreTests : AuditStoreSuite
{
    internal override Database New(TempFolder folder) => TestDatabases.Sqlite(folder);
}

[Collection(nameof(PostgresTests))]
public sealed class PostgresAuditStoreTests(PostgresServer server) : AuditStoreSuite
{
    internal override Database New(TempFolder folder) => TestDatabases.Postgres(server);
}

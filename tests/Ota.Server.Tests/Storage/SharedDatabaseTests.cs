using Ota.Testing;

namespace Ota.Server.Tests.Storage;

[Collection(nameof(PostgresTests))]
public sealed class SharedDatabaseTests(PostgresServer postgres)
{
    [Fact]
    public async Task A_second_server_on_a_shared_database_makes_no_second_admin_and_says_so()
    {
        string database = postgres.NewDatabase();
        await using OtaServer first = await OtaServer.StartAsync("--database", database);
        await using OtaServer second = await OtaServer.StartAsync("--database", database);
        (await first.AdminOperators.ListOperatorsAsync(new())).Operators.Should().ContainSingle();
        File.Exists(Path.Combine(second.Data, "operators", "admin.crt")).Should().BeFalse();
        second.Log.Lines.Should().Contain(line => line.EventId == 2006);
    }
}

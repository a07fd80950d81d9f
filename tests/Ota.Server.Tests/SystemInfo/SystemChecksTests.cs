using System.Data.Common;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Ota.Server.Storage;
using Ota.Server.SystemInfo.Checks;
using Ota.Server.Telemetry.Sinks;
using Ota.Server.Tests.Bridge.Upstream;
using Ota.Server.Tests.Director;
using Ota.Testing;
using State = Ota.V1.SystemCheck.Types.State;

namespace Ota.Server.Tests.SystemInfo;

public sealed class SystemChecksTests(PostgresServer postgres) : IClassFixture<PostgresServer>
{
    [Fact]
    public async Task A_server_in_order_says_so_part_by_part_when_asked()
    {
        await using OtaServer server = await OtaServer.StartAsync();
        V1.System.SystemClient system = new(server.Channel(server.Admin));
        (await system.GetStatusAsync(new())).Checks.Should().BeEmpty("nobody asked");
        V1.SystemStatus status = await system.GetStatusAsync(new V1.GetStatusRequest { IncludeChecks = true });
        status.Checks.Select(check => check.Name).Should().Equal("disk", "database", "certificate", "fleet CA", "operators CA", "broker", "telemetry", "sinks", "metadata");
        status.Checks.Should().OnlyContain(check => check.State == State.Ok);
        status.Checks.Should().OnlyContain(check => check.Sentence.EndsWith('.'));
    }

    [Fact]
    public async Task A_full_disk_is_a_problem_and_one_that_fills_up_a_warning()
    {
        await using OtaServer full = await OtaServer.StartAsync("--min-free-mb", "2000000000");
        (await FindAsync(full, "disk")).State.Should().Be(State.Problem);
        long free = new DriveInfo(full.Data).AvailableFreeSpace / 1_000_000;
        await using OtaServer filling = await OtaServer.StartAsync("--min-free-mb", $"{Math.Min(free / 2, int.MaxValue)}");
        (await FindAsync(filling, "disk")).State.Should().Be(State.Warning);
    }

    [Theory]
    [InlineData(100, State.Ok, State.Ok)]
    [InlineData(380, State.Warning, State.Ok)]
    [InlineData(398, State.Problem, State.Ok)]
    [InlineData(3000, State.Problem, State.Warning)]
    [InlineData(3700, State.Problem, State.Problem)]
    public async Task Certificates_are_warned_of_in_time(int days, State server, State fleet)
    {
        ManualTime time = new(TimeProvider.System.GetUtcNow());
        await using OtaServer running = await OtaServer.StartAsync(new OtaServerSetup { Time = time });
        time.Jump(TimeSpan.FromDays(days));
        (await FindAsync(running, "certificate")).State.Should().Be(server);
        (await FindAsync(running, "fleet CA")).State.Should().Be(fleet);
    }

    [Fact]
    public async Task A_database_that_stopped_is_a_problem_until_it_is_back()
    {
        await using OtaServer server = await OtaServer.StartAsync("--database", postgres.NewDatabase());
        (await FindAsync(server, "database")).State.Should().Be(State.Ok);
        postgres.Stop();
        try
        {
            (await FindAsync(server, "database")).Should().Match<V1.SystemCheck>(found => found.State == State.Problem && found.Sentence.Contains("start it"));
        }
        finally
        {
            postgres.StartAgain();
        }
        (await FindAsync(server, "database")).State.Should().Be(State.Ok);
    }

    [Fact]
    public async Task A_database_that_only_reads_is_a_problem()
    {
        StorageOptions options = new() { Database = postgres.NewDatabase() };
        await using (Database first = Database.Open(options, ""))
        {
            await Migrator.StartAsync(first, TimeProvider.System);
            await using DbConnection connection = await first.ConnectAsync(CancellationToken.None);
            await connection.ExecuteAsync($"ALTER DATABASE {connection.Database} SET default_transaction_read_only = on");
        }

        await using Database reading = Database.Open(options, ""); // Connections that were open kept what they began with.
        V1.SystemCheck found = (await new DatabaseFinder(reading).FindAsync(TimeProvider.System.GetUtcNow(), CancellationToken.None)).Single();
        (found.State, found.Sentence.Contains("read-only")).Should().Be((State.Problem, true), "{0}", found.Sentence);
    }

    [Fact]
    public async Task A_broker_that_was_killed_is_a_problem_until_it_is_back()
    {
        await using UpstreamRig rig = await UpstreamRig.StartAsync();
        await UntilAsync(rig.Server, "broker to vehicles", State.Ok);
        (await FindAllAsync(rig.Server)).Where(found => found.Name.StartsWith("broker ", StringComparison.Ordinal))
            .Should().HaveCount(3).And.OnlyContain(found => found.State == State.Ok);
        rig.Server.Log.Expect(3024); // The broker had no time to save the sessions.
        await rig.Broker.KillAsync();
        await UntilAsync(rig.Server, "broker evidence", State.Problem);
        await rig.Broker.StartAsync();
        await UntilAsync(rig.Server, "broker evidence", State.Ok);
    }

    [Fact]
    public async Task A_sink_that_is_down_is_a_warning_though_nothing_was_sent_to_it()
    {
        await using InfluxDb influx = await InfluxDb.StartAsync();
        await using OtaServer server = await OtaServer.StartAsync("--influx", $"{influx.Url.AbsoluteUri.TrimEnd('/')}?db=ota");
        string name = $"sink {server.App.Services.GetRequiredService<TelemetrySinks>().All.Single().Status.Name}";
        (await FindAsync(server, name)).State.Should().Be(State.Ok);
        await influx.KillAsync();
        (await FindAsync(server, name)).Should().Match<V1.SystemCheck>(found => found.State == State.Warning && found.Sentence.Contains("start it"));
    }

    [Fact]
    public async Task Metadata_is_warned_of_a_month_before_vehicles_refuse_it()
    {
        ManualTime time = new(TimeProvider.System.GetUtcNow());
        await using DirectorServer server = await DirectorServer.StartEmptyAsync(time);
        (await FindAsync(server.Server, "metadata")).Sentence.Should().Be("Nothing is published yet.");
        await server.PublishRootAsync(time.GetUtcNow().AddDays(100));
        (await FindAsync(server.Server, "metadata")).State.Should().Be(State.Ok);
        time.Jump(TimeSpan.FromDays(71));
        (await FindAsync(server.Server, "metadata")).Should().Match<V1.SystemCheck>(found => found.State == State.Warning && found.Sentence.Contains("ota root rotate"));
        time.Jump(TimeSpan.FromDays(30));
        (await FindAsync(server.Server, "metadata")).State.Should().Be(State.Problem);
    }

    private static async Task<V1.SystemCheck[]> FindAllAsync(OtaServer server) =>
        [.. await server.App.Services.GetRequiredService<SystemChecks>().LookAsync(CancellationToken.None)];

    private static async Task<V1.SystemCheck> FindAsync(OtaServer server, string name) => (await FindAllAsync(server)).Single(found => found.Name == name);

    private static async Task UntilAsync(OtaServer server, string name, State state)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(60));
        while ((await FindAsync(server, name)).State != state) await Task.Delay(50, patience.Token);
    }
}

using System.Text.Json;
using Ota.EndToEnd.Cli;
using Ota.Testing;

namespace Ota.EndToEnd.Doctor;

/// <summary>`ota doctor` beside the server's executable, with real neighbours that are taken away.</summary>
public sealed class DoctorTests(PostgresServer postgres) : IClassFixture<PostgresServer>, IDisposable
{
    private readonly OtaTool _ota = new();

    public void Dispose() => _ota.Dispose();

    [Fact]
    public async Task A_first_start_leaves_nothing_to_do()
    {
        using RunningServer server = new();
        await server.InitializeAsync();
        try
        {
            OtaRun run = (await _ota.RunAsync("--data", server.Data, "doctor")).Should(0);
            run.Error.Trim().Should().Be("All is well.");
            run.Lines.Skip(1).Should().OnlyContain(line => line.StartsWith("ok "));
            run.Out.Should().ContainAll("credential", "folder", "server", "clock", "trust", "disk", "database", "fleet CA", "broker", "sinks", "metadata");
        }
        finally
        {
            await server.DisposeAsync();
        }
        OtaRun stopped = (await _ota.RunAsync("--data", server.Data, "doctor", "--output", "json")).Should(3);
        States(stopped).Should().Equal(("credential", "STATE_OK"), ("folder", "STATE_OK"), ("server", "STATE_PROBLEM"));
    }

    [Fact]
    public async Task A_server_whose_database_stopped_answers_and_says_so()
    {
        using RunningServer server = new() { Arguments = ["--database", postgres.NewDatabase()] };
        await server.InitializeAsync();
        try
        {
            (await _ota.RunAsync("--data", server.Data, "doctor")).Should(0);
            postgres.Stop();
            OtaRun run = (await _ota.RunAsync("--data", server.Data, "doctor", "--output", "json")).Should(1);
            States(run).Should().Contain([("server", "STATE_OK"), ("status", "STATE_PROBLEM")]);
            run.Out.Should().Contain("The database cannot be reached");
            postgres.StartAgain();
            (await _ota.RunAsync("--data", server.Data, "doctor", "--output", "json")).Json.GetProperty("checks").EnumerateArray()
                .Should().NotContain(check => check.GetProperty("state").GetString() == "STATE_PROBLEM");
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task Without_broker_and_sink_it_names_both_and_what_to_start()
    {
        using ClosedPort broker = new();
        using ClosedPort influx = new();
        using RunningServer server = new()
        {
            Arguments = ["--broker", $"mqtts://localhost:{broker.Number}", "--influx", $"http://127.0.0.1:{influx.Number}?db=ota"],
        };
        await server.InitializeAsync();
        try
        {
            OtaRun run = (await _ota.RunAsync("--data", server.Data, "doctor", "--output", "json")).Should(1);
            States(run).Should().Contain([("broker evidence", "STATE_PROBLEM"), ("broker telemetry", "STATE_PROBLEM"), ("database", "STATE_OK")]);
            States(run).Should().ContainSingle(found => found.Name.StartsWith("sink ")).Which.State.Should().Be("STATE_WARNING");
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    private static (string Name, string State)[] States(OtaRun run) =>
    [
        .. run.Json.GetProperty("checks").EnumerateArray()
            .Select((JsonElement check) => (check.GetProperty("name").GetString()!, check.GetProperty("state").GetString()!)),
    ];
}

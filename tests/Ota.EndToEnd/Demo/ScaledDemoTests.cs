using Ota.Testing;

namespace Ota.EndToEnd.Demo;

/// <summary>On PostgreSQL, with mosquitto between cars and server, and with a copy of all telemetry in InfluxDB.</summary>
public sealed class ScaledDemoTests(PostgresServer postgres) : DemoSuite, IClassFixture<PostgresServer>
{
    private const string Database = "ota";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(200);

    [Fact]
    public async Task It_shows_the_same_on_PostgreSQL_mosquitto_and_InfluxDB()
    {
        await using InfluxDb influx = await InfluxDb.StartAsync();
        using TempFolder pki = new();
        // The broker takes its certificates from the server's PKI, which the first start of the server makes.
        await using Mosquitto broker = Mosquitto.OfFleet(pki["pki"]);
        await using DemoProcess demo = new(
            "--vehicles", $"{Vehicles}", "--seed", "6", "--database", postgres.NewDatabase(), "--influx", $"{influx.Url}?db={Database}",
            "--broker", $"mqtts://localhost:{broker.ServersPort}", "--mqtt", $"localhost:{broker.Port}");
        await demo.ServerAsync();
        Directory.CreateSymbolicLink(pki["pki"], demo["server/pki"]);
        await broker.StartAsync();

        await ShouldBeTrueAsync(demo, () => ShouldHaveTelemetryAsync(demo, influx));

        File.Exists(demo["server/state.db"]).Should().BeFalse("the state is in PostgreSQL");
    }

    // As many points of speed as the server has, though the server was killed on the way.
    private static async Task ShouldHaveTelemetryAsync(DemoProcess demo, InfluxDb influx)
    {
        long stored = 0;
        foreach (string file in Directory.EnumerateFiles(demo["fleet/recorded"], "*.json"))
        {
            string vid = Path.GetFileNameWithoutExtension(file);
            stored += (await demo.OtaAsync("telemetry", "get", vid, "--output", "json")).Out.Contains("Vehicle.Speed", StringComparison.Ordinal) ? 1 : 0;
        }

        stored.Should().BePositive();
        using CancellationTokenSource patience = new(Patience);
        while (await CarsAsync(influx) < stored) await Task.Delay(Glance, TimeProvider.System, patience.Token);
        (await CarsAsync(influx)).Should().Be(stored, "each car whose speed is known has its speed there, by its vid");
    }

    private static async Task<long> CarsAsync(InfluxDb influx)
    {
        System.Text.Json.JsonElement result = await influx.QueryAsync("SELECT COUNT(\"Vehicle.Speed\") FROM telemetry GROUP BY vid", Database);
        return result.TryGetProperty("series", out System.Text.Json.JsonElement series) ? series.GetArrayLength() : 0;
    }
}

using System.Security.Cryptography.X509Certificates;
using Microsoft.Data.Sqlite;
using Ota.EndToEnd.Cli;
using Ota.EndToEnd.Simulator;
using Ota.EndToEnd.Telemetry;
using Ota.Testing;

namespace Ota.EndToEnd.Privacy;

/// <summary>A whole run with vehicles that have VINs; then everything that it left behind is searched for them.</summary>
public sealed class NoVinTests
{
    private static readonly string[] Vins = ["WVWZZZ1KZPW000001", "WVWZZZ1KZPW000002", "WVWZZZ1KZPW000003"];

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task No_VIN_is_in_any_log_metric_topic_file_certificate_sink_or_table_but_its_own()
    {
        const string stranger = "WVWZZZ1KZPW000009"; // Well-formed and not registered.
        using TempFolder folder = new();
        using OtaTool ota = new();
        await using VictoriaMetrics sink = await VictoriaMetrics.StartAsync();
        await using TelemetryServer server = new(folder["data"], "--victoria-metrics", sink.Url.AbsoluteUri);
        await server.StartAsync();
        ota.Environment["OTA_DATA"] = server.Data;
        await using TopicObserver observer = await TopicObserver.StartAsync(server.MqttPort);
        IReadOnlyList<string> vids = await EnrolledFleet.MakeAsync(ota, server, Vins, folder["cars"]);
        await using PeerProcess replay = PeerProcess.Start(
            SimulatorProgram.Replay, "--broker", $"localhost:{server.MqttsPort}", "--certificates", folder["cars"], "--ca",
            Path.Combine(server.Data, "pki", "root.crt"), "--vehicles", "3", "--batches", "30", "--speed", "0", "--ledger", folder["ledger.jsonl"],
            "--check", "--data", server.Data);
        (await replay.ExitAsync(Patience)).Should().Be(0, replay.Output);
        replay.Output.Should().Contain("sent = acknowledged = stored");
        (await ota.RunAsync("vehicles", "show", Vins[0])).Should(0).Out.Should().Contain(Vins[0], "who may ask is told");
        (await ota.RunAsync("telemetry", "get", Vins[0])).Should(0);
        (await ota.RunAsync("vehicles", "history", Vins[1])).Should(0);
        (await ota.RunAsync("vehicles", "tag", Vins[1], "test-car")).Should(0);
        (await ota.RunAsync("vehicles", "revoke", Vins[2], "--reason", "lost")).Should(0);
        (await ota.RunAsync("telemetry", "get", stranger)).Should(1);
        (await ota.RunAsync("vehicles", "list", "--vins")).Should(0);
        await server.HasAllPointsAsync(sink, vids);

        VinScan scan = new([.. Vins, stranger]);
        scan.Text("the metrics", await server.MetricsAsync());
        scan.Text("/readyz", (await server.ReadyAsync()).Said);
        observer.Seen.Should().NotBeEmpty();
        foreach ((string topic, string payload) in observer.Seen) scan.Text("MQTT", $"{topic} {payload}");
        foreach (string file in Directory.EnumerateFiles(folder["cars"])) scan.Text(file, X509CertificateLoader.LoadCertificateFromFile(file).ToString(verbose: true));
        scan.Text("the sink", string.Join('\n', await sink.ExportAsync()));
        scan.Text("the ledger", await File.ReadAllTextAsync(folder["ledger.jsonl"]));
        scan.Text("the simulator's output", replay.Output);
        (await server.StopAsync()).Should().Be(0);
        scan.Text("the server's log", server.Output);
        string database = Path.Combine(server.Data, "state.db");
        scan.Files(server.Data, database);
        scan.Database(database, except: "vins");
        scan.Found.Should().BeEmpty();
    }

    [Fact]
    public void A_planted_VIN_is_found_wherever_it_is()
    {
        using TempFolder folder = new();
        string database = folder["state.db"];
        VinScan scan = new(Vins);
        using (SqliteConnection connection = new($"Data Source={database};Pooling=False"))
        {
            connection.Open();
            using SqliteCommand command = new($"CREATE TABLE vins (vin); CREATE TABLE tags (n, tag); INSERT INTO vins VALUES ('{Vins[0]}'); INSERT INTO tags VALUES (1, 'car {Vins[1]}');", connection);
            command.ExecuteNonQuery();
        }
        File.WriteAllBytes(folder["spool.bin"], [0, 255, .. "x"u8, .. System.Text.Encoding.ASCII.GetBytes(Vins[2]), 0]);
        File.WriteAllText(folder[Vins[0]], "");
        scan.Text("a log", $"info: {Vins[0].ToLowerInvariant()} connected");
        scan.Text("another", "info: nobody connected");
        scan.Files(folder.Path, database);
        scan.Database(database, except: "vins");
        scan.Found.Should().BeEquivalentTo("a log", $"the name {folder[Vins[0]]}", folder["spool.bin"], "the table tags");
    }
}

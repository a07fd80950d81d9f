using System.Runtime.Versioning;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ota.EndToEnd.Cli;
using Ota.Testing;

namespace Ota.EndToEnd.Containers;

/// <summary>
/// What docker-compose.yml says, done without containers: its secrets, its flags and its health checks with the server and Debian's PostgreSQL and
/// mosquitto. InfluxDB 2 is not in Debian, so nothing answers at its flag here.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class ComposedServerTests : IDisposable
{
    private static readonly string[] File = System.IO.File.ReadAllLines(RepositoryRoot.Combine("docker-compose.yml"));

    private readonly OtaTool _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task The_server_works_with_its_flags_its_secrets_and_its_neighbours()
    {
        await MakeSecretsAsync();
        using PostgresServer postgres = PostgresServer.WithPassword(Secret("postgres"));
        string database = postgres.NewDatabase().Split("Database=")[1].Split(';')[0];
        // The file says postgres:5432:ota; here the server and its database have other names.
        _shell.Write("secrets/here", Secret("pgpass").Replace("postgres:5432:ota:", $"127.0.0.1:{postgres.Port}:{database}:", StringComparison.Ordinal));
        using ClosedPort influx = new();
        await using Mosquitto broker = Mosquitto.OfFleet(_shell["data/pki"]);
        string[] flags = Flags(
            ("Host=postgres;Database=ota;", $"Host=127.0.0.1;Port={postgres.Port};Database={database};"),
            ("/run/secrets/pgpass", _shell["secrets/here"]), ("/run/secrets/", $"{_shell["secrets"]}/"),
            ("broker:8884", $"localhost:{broker.ServersPort}"), ("influxdb:8086", $"127.0.0.1:{influx.Number}"), ("${OTA_NAME:-localhost}", "ota.example"));

        await using PeerProcess server = PeerProcess.Start(
            new PeerProgram("dotnet", BuiltProgram.Server), ["--data", _shell["data"], "--https-port", "0", "--http-port", "0", .. flags]);
        await server.LineAsync("{\"https\":");
        await broker.StartAsync();
        Dictionary<string, string> found = await DoctorUntilAsync("broker evidence", "STATE_OK");
        found["database"].Should().Be("STATE_OK");
        found["broker telemetry"].Should().Be("STATE_OK");
        found.Single(one => one.Key.StartsWith("sink influx")).Value.Should().Be("STATE_WARNING", "there is none");
        await HealthChecksAsync(server, postgres);
    }

    [Fact]
    public async Task A_wrong_password_does_not_let_it_in()
    {
        await MakeSecretsAsync();
        using PostgresServer postgres = PostgresServer.WithPassword("another");
        string database = postgres.NewDatabase().Split("Database=")[1].Split(';')[0];
        _shell.Write("secrets/here", $"127.0.0.1:{postgres.Port}:{database}:ota:{Secret("postgres")}\n");
        (int code, string output) = await PeerProcess.RunAsync(
            new PeerProgram("dotnet", BuiltProgram.Server), "--data", _shell["data"], "--https-port", "0", "--mqtts-port", "0",
            $"--database=Host=127.0.0.1;Port={postgres.Port};Database={database};Username=ota;Passfile={_shell["secrets/here"]}");
        code.Should().Be(1);
        output.Should().Contain("cannot be used").And.NotContain(Secret("postgres"));
    }

    [Fact]
    public async Task The_broker_gets_four_files_and_its_access_rules_and_no_more()
    {
        using RunningServer server = new() { Arguments = ["--broker", "mqtts://localhost:1"] };
        await server.InitializeAsync();
        await server.DisposeAsync();
        Directory.CreateDirectory(_shell["files"]);
        Directory.CreateDirectory(_shell["saved"]);
        int begin = Array.FindIndex(File, line => line.Trim() == "- |");
        string script = string.Join('\n', File.Skip(begin + 1).TakeWhile(line => line.StartsWith("        ")))
            .Replace("/data/", $"{server.Data}/", StringComparison.Ordinal)
            .Replace("/acl", RepositoryRoot.Combine("docs/mosquitto/acl"), StringComparison.Ordinal)
            .Replace($"/files{RepositoryRoot.Combine("docs/mosquitto/acl")}", "/files/acl", StringComparison.Ordinal)
            .Replace("/files", _shell["files"], StringComparison.Ordinal)
            .Replace("/saved", _shell["saved"], StringComparison.Ordinal);
        if (!Environment.IsPrivilegedProcess) script = script.Replace("chown -R mosquitto:mosquitto", "true", StringComparison.Ordinal);
        (await _shell.BashAsync($"set -ec\n{script}")).Should(0);
        Directory.EnumerateFiles(_shell["files"]).Select(Path.GetFileName)
            .Should().BeEquivalentTo("fleet-anchor.crt", "broker.crt", "broker.key", "broker-client.crt", "acl");
        Directory.EnumerateFiles(_shell["files"]).Should().OnlyContain(file => System.IO.File.GetUnixFileMode(file) == UnixFileMode.UserRead);
    }

    private async Task MakeSecretsAsync()
    {
        string[] head = [.. File.TakeWhile(line => line.StartsWith('#')).Where(line => line.StartsWith("#     ")).Select(line => line[6..])];
        head.Should().HaveCount(2);
        (await _shell.BashAsync($"set -euo pipefail\n{string.Join('\n', head)}")).Should(0);
    }

    private string Secret(string name) => System.IO.File.ReadAllText(_shell[$"secrets/{name}"]).Trim();

    private static string[] Flags(params (string Theirs, string Ours)[] places) =>
    [
        .. File.Select(line => line.Trim()).Where(line => line.StartsWith("- --"))
            .Select(line => places.Aggregate(line[2..], (flag, place) => flag.Replace(place.Theirs, place.Ours, StringComparison.Ordinal))),
    ];

    private async Task<Dictionary<string, string>> DoctorUntilAsync(string name, string state)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromMinutes(2));
        while (true)
        {
            OtaRun run = await _shell.RunAsync("--data", _shell["data"], "doctor", "--output", "json");
            Dictionary<string, string> found = run.Json.GetProperty("checks").EnumerateArray()
                .ToDictionary(check => check.GetProperty("name").GetString()!, check => check.GetProperty("state").GetString()!);
            if (found.GetValueOrDefault(name) == state) return found;
            patience.Token.ThrowIfCancellationRequested();
        }
    }

    private async Task HealthChecksAsync(PeerProcess server, PostgresServer postgres)
    {
        string image = Regex.Replace(System.IO.File.ReadAllText(RepositoryRoot.Combine("Dockerfile")), @"\\\n\s*", "");
        string[] command = JsonSerializer.Deserialize<string[]>(Regex.Match(image, @"^HEALTHCHECK .*? CMD (\[.*\])$", RegexOptions.Multiline).Groups[1].Value)!;
        int http = JsonDocument.Parse(System.IO.File.ReadAllText(_shell["data/endpoints.json"])).RootElement.GetProperty("http").GetInt32();
        string[] here = [.. command.Select(word => word.Replace("/8080", $"/{http}", StringComparison.Ordinal))];
        string ready = Regex.Match(string.Join('\n', File), @"pg_isready[^""]*").Value + $" -h 127.0.0.1 -p {postgres.Port}";
        (await CodeAsync(here)).Should().Be(0);
        (await CodeAsync(["bash", "-c", ready])).Should().Be(0);
        postgres.Stop();
        (await CodeAsync(["bash", "-c", ready])).Should().NotBe(0);
        (await CodeAsync(here)).Should().Be(0, "it lives without its database, and a restart would not bring that back");
        await server.TerminateAsync();
        await server.ExitAsync();
        (await CodeAsync(here)).Should().NotBe(0);
    }

    private static async Task<int> CodeAsync(string[] command) => (await PeerProcess.RunAsync(new PeerProgram(command[0]), command[1..])).ExitCode;
}

using System.Text.Json;

namespace Ota.EndToEnd.Cli;

[Collection(ServerCollection.Name)]
public sealed class StatusTests(RunningServer server) : IDisposable
{
    private readonly OtaTool _ota = new();

    public void Dispose() => _ota.Dispose();

    [Fact]
    public async Task Status_tells_people_what_they_need_one_fact_a_line()
    {
        OtaRun run = (await _ota.RunAsync("--data", server.Data, "status")).Should(0);
        run.Lines.Should().Contain(line => line.StartsWith("Database ", StringComparison.Ordinal) && line.EndsWith("sqlite, reachable", StringComparison.Ordinal));
        run.Lines.Should().Contain(line => line.StartsWith("Listens on ", StringComparison.Ordinal) && line.Contains($"https {server.Port}, mqtts ", StringComparison.Ordinal));
        run.Lines.Should().ContainSingle(line => line.StartsWith("Certificate expires ", StringComparison.Ordinal))
            .Which.Should().MatchRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ \(in \d+ days\)$");
        run.Error.Should().BeEmpty();
    }

    [Fact]
    public async Task Status_as_json_is_one_document_with_zero_and_false_written_out()
    {
        OtaRun run = (await _ota.RunAsync("status", "--output", "json", "--data", server.Data)).Should(0);
        run.Json.GetProperty("database").GetProperty("reachable").GetBoolean().Should().BeTrue();
        run.Json.GetProperty("listeners")[0].GetProperty("port").GetInt32().Should().Be(server.Port);
        string[] counts = [.. run.Json.GetProperty("counts").EnumerateObject().Select(count => count.Name)];
        counts.Should().Contain("operators").And.BeInAscendingOrder(StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_server_of_the_folder_data_is_found_without_any_option()
    {
        File.CreateSymbolicLink(_ota["data"], server.Data);
        (await _ota.RunAsync("status")).Should(0);
    }

    [Fact]
    public async Task A_server_of_the_operators_own_settings_is_found_without_any_option()
    {
        Directory.CreateDirectory(_ota[".config"]);
        File.CreateSymbolicLink(_ota[".config/ota"], server.Data);
        (await _ota.RunAsync("status")).Should(0);
    }

    [Fact]
    public async Task A_server_of_the_environment_is_found_and_a_flag_wins_over_it()
    {
        _ota.Environment["OTA_DATA"] = server.Data;
        (await _ota.RunAsync("status")).Should(0);
        (await _ota.RunAsync("status", "--data", _ota["nowhere"])).Should(2);
    }

    [Fact]
    public async Task Version_tells_both_builds()
    {
        OtaRun run = (await _ota.RunAsync("--data", server.Data, "version", "--output", "json")).Should(0);
        string client = run.Json.GetProperty("client").GetProperty("version").GetString()!;
        run.Json.GetProperty("server").GetProperty("version").GetString().Should().Be(client);
        (await _ota.RunAsync("--version")).Should(0).Out.Trim().Should().Be(client);
    }

    [Fact]
    public async Task Version_without_a_server_is_the_clients_alone()
    {
        OtaRun run = (await _ota.RunAsync("version", "--output", "json")).Should(0);
        run.Json.EnumerateObject().Should().ContainSingle().Which.NameEquals("client").Should().BeTrue();
    }

    [Fact]
    public async Task Output_may_be_cut_by_a_reader_that_has_enough()
    {
        _ota.Environment["OTA_DATA"] = server.Data;
        OtaRun run = await _ota.BashAsync("set -o pipefail; ota status --output json | head -n 1");
        run.Should(0).Out.Trim().Should().Be("{");
    }

    [Fact]
    public async Task Json_goes_through_other_programs_unchanged()
    {
        _ota.Environment["OTA_DATA"] = server.Data;
        OtaRun run = (await _ota.BashAsync("ota operators list --output json 2>/dev/null | cat")).Should(0);
        run.Json.GetProperty("operators").ValueKind.Should().Be(JsonValueKind.Array);
    }
}

using System.Globalization;
using Ota.EndToEnd.Cli;

namespace Ota.EndToEnd.Vehicles;

/// <summary>`ota vehicles` against the built server; each test uses VINs of its own.</summary>
[Collection(ServerCollection.Name)]
public sealed class VehiclesTests : IDisposable
{
    private const string Header = "vin,model,year,market,options,tag.depot,ecu.1.serial,ecu.1.hardware_id,ecu.1.role,ecu.2.serial,ecu.2.hardware_id";

    private readonly OtaTool _ota = new();

    public VehiclesTests(RunningServer server) => _ota.Environment["OTA_DATA"] = server.Data;

    public void Dispose() => _ota.Dispose();

    [Fact]
    public async Task A_fleet_is_imported_and_a_vehicle_shown_tagged_unlocked_retired_and_told_about()
    {
        _ota.Write("fleet.csv", $"{Header}\n{Line('A', 1)}\n{Line('A', 2)}\n");
        OtaRun import = (await _ota.RunAsync("vehicles", "import", "fleet.csv")).Should(0);
        import.Error.Should().StartWith("2 vehicles registered, 0 lines refused (file-");
        OtaRun show = (await _ota.RunAsync("vehicles", "show", VinOf('A', 1), "--output", "json")).Should(0);
        string vid = show.Json.GetProperty("vid").GetString()!;
        show.Json.GetProperty("vin").GetString().Should().Be(VinOf('A', 1));
        show.Json.GetProperty("ecus").GetArrayLength().Should().Be(2);
        (await _ota.RunAsync("vehicles", "show", vid, "--purpose", "case 1")).Should(0).Out.Should().Contain("gw-A1").And.Contain("e-Up");
        (await _ota.RunAsync("vehicles", "tag", vid, "test-car", "depot=west")).Should(0).Out.Should().Contain("depot=west,test-car");
        (await _ota.RunAsync("vehicles", "unlock-ecu", vid, "gw-A1", "--reason", "replaced", "--hours", "4")).Should(0).Out.Should().Contain("in 4 hours");
        (await _ota.RunAsync("vehicles", "retire", VinOf('A', 1), "--as", "scrapped", "--reason", "fire")).Should(0).Out.Should().Contain("scrapped");
        OtaRun history = (await _ota.RunAsync("vehicles", "history", vid)).Should(0);
        history.Lines.Should().HaveCount(6);
        history.Lines[^1].Should().Contain("status changed").And.Contain("reason=fire");
        (await _ota.RunAsync("vehicles", "count", "--filter", "tags:test-car AND status = scrapped")).Should(0).Out.Trim().Should().Be("1");
    }

    [Fact]
    public async Task Claims_are_made_for_a_list_into_a_private_file_and_revoked()
    {
        _ota.Write("fleet.csv", $"{Header}\n{Line('K', 1)}\n{Line('K', 2)}\n");
        (await _ota.RunAsync("vehicles", "import", "fleet.csv")).Should(0);
        _ota.Write("vins.txt", $"{VinOf('K', 1)}\n\n{VinOf('K', 9)}\n{VinOf('K', 2)}\n");
        OtaRun claim = (await _ota.RunAsync("vehicles", "claim", "--file", "vins.txt", "--out", "claims.csv")).Should(1);
        claim.Error.Should().Contain("2 claims made and written to claims.csv").And.Contain($"{VinOf('K', 9)}: No vehicle is registered");
        OtaRun one = (await _ota.RunAsync("vehicles", "claim", VinOf('K', 1), "--days", "7")).Should(0);
        one.Lines.Should().HaveCount(2);
        one.Lines[1].Should().MatchRegex($"^{VinOf('K', 1)},[0-9a-f]{{32}},claim_[0-9a-f]{{32}}_[0-9a-f]{{64}}$");
        OtaRun revoke = (await _ota.RunAsync("vehicles", "revoke", VinOf('K', 1), "--reason", "lost", "--output", "json")).Should(0);
        revoke.Json.GetProperty("vid").GetString().Should().Be(one.Lines[1].Split(',')[1]);
        (await _ota.RunAsync("vehicles", "claim")).Should(2);
    }

    [Fact]
    public async Task Each_bad_line_is_named_and_the_others_are_taken()
    {
        _ota.Write("fleet.csv", $"""
            {Header}
            {Line('B', 1)}
            WVWZZZ1KZ6W00000O,e-Up,2021,DE,,,,,,,
            {VinOf('B', 3)},"two
            lines",20x1,DE,,,,,,,
            {VinOf('B', 4)},short
            {Line('B', 1)}
            {Line('B', 6)}
            """);
        OtaRun run = (await _ota.RunAsync("vehicles", "import", "fleet.csv")).Should(1);
        run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..].Should().Equal(
            "ota: Line 3: vin: Not a VIN: 17 characters of A-Z and 0-9 without I, O and Q.",
            "ota: Line 4: year: '20x1' is no year.",
            "ota: Line 6: There are 2 fields and 11 columns in the header.",
            "ota: Line 7: vin: An earlier line has the same VIN; that one was taken.");
        run.Error.Should().StartWith("2 vehicles registered, 4 lines refused");
    }

    [Fact]
    public async Task An_import_goes_on_where_it_was_cut_and_a_check_stores_nothing()
    {
        _ota.Write("part.csv", $"{Header}\n{Line('C', 1)}\n{Line('C', 2)}\n");
        _ota.Write("whole.csv", $"{Header}\n{Line('C', 1)}\n{Line('C', 2)}\n{Line('C', 3)}\n");
        (await _ota.RunAsync("vehicles", "import", "whole.csv", "--check")).Should(0).Error.Should().StartWith("3 vehicles would be registered");
        (await _ota.RunAsync("vehicles", "show", VinOf('C', 1))).Should(1);
        (await _ota.RunAsync("vehicles", "import", "part.csv", "--id", "plant-c")).Should(0);
        OtaRun whole = (await _ota.RunAsync("vehicles", "import", "whole.csv", "--id", "plant-c", "--output", "json")).Should(0);
        whole.Json.GetProperty("added").GetString().Should().Be("3");
        whole.Json.GetProperty("refused").GetString().Should().Be("0");
        (await _ota.RunAsync("vehicles", "import", "whole.csv")).Should(1).Error.Should().Contain("Line 2: vin: A vehicle with this VIN is registered already");
    }

    [Fact]
    public async Task What_list_writes_as_JSON_goes_in_as_lines_of_JSON()
    {
        _ota.Write("fleet.jsonl", $$"""
            {"vin":"{{VinOf('D', 1)}}","model":"Golf","year":2019,"tags":{"lot":"d"},"ecus":[{"serial":"x","hardwareId":"gw-9","role":"ECU_ROLE_PRIMARY"}]}
            {"vin":"{{VinOf('D', 2)}}","colour":"red"}
            """);
        (await _ota.RunAsync("vehicles", "import", "fleet.jsonl")).Should(1).Error.Should().Contain("Line 2: Not a vehicle in JSON");
        OtaRun list = (await _ota.RunAsync("vehicles", "list", "--filter", "tags.lot = d", "--vins", "--output", "json")).Should(0);
        list.Json.GetProperty("vehicles")[0].GetProperty("vin").GetString().Should().Be(VinOf('D', 1));
        list.Json.GetProperty("vehicles")[0].GetProperty("ecus")[0].GetProperty("hardwareId").GetString().Should().Be("gw-9");
    }

    [Fact]
    public async Task A_list_of_VINs_of_any_length_finds_its_vehicles_and_names_the_lines_that_have_none()
    {
        _ota.Write("fleet.csv", $"{Header}\n{string.Join('\n', Enumerable.Range(1, 1200).Select(i => Line('E', i)))}\n");
        (await _ota.RunAsync("vehicles", "import", "fleet.csv")).Should(0);
        _ota.Write("vins.txt", string.Join('\n', Enumerable.Range(1, 1201).Select(i => VinOf('E', i))) + "\n\nnonsense\n");
        OtaRun list = (await _ota.RunAsync("vehicles", "list", "--file", "vins.txt", "--output", "json")).Should(1);
        list.Json.GetProperty("vehicles").GetArrayLength().Should().Be(1200);
        list.Error.Should().Be("ota: Line 1201: Not registered.\nota: Line 1203: Not a VIN.\n");
        OtaRun pages = (await _ota.RunAsync("vehicles", "list", "--filter", "tags.depot = E", "--limit", "1100")).Should(0);
        pages.Lines.Should().HaveCountGreaterThanOrEqualTo(1101);
        pages.Error.Should().Contain("There are more");
    }

    [Theory]
    [InlineData("nosuch.csv", "", 2, "nosuch.csv does not exist")]
    [InlineData("empty.csv", "", 2, "The file has no header")]
    [InlineData("other.csv", "veh_id,powertrain\n2,ICE\n", 2, "The column veh_id means nothing. Keep it as a tag with --map veh_id=tag.NAME")]
    [InlineData("novin.csv", "model\nGolf\n", 2, "No column is vin; name one, or say which it is with --map COLUMN=vin.")]
    [InlineData("twice.csv", "vin,vin\n", 2, "Two columns are vin")]
    public async Task A_file_of_another_kind_is_refused_with_what_to_do(string file, string text, int code, string sentence)
    {
        if (file != "nosuch.csv") _ota.Write(file, text);
        (await _ota.RunAsync("vehicles", "import", file)).Should(code).Error.Should().Contain(sentence);
    }

    [Fact]
    public async Task Columns_of_other_names_are_mapped()
    {
        _ota.Write("fleet.csv", $"chassis,engine,weight_lb\n{VinOf('F', 1)},\"4-FI 2.0L T/C\",3500\n");
        (await _ota.RunAsync("vehicles", "import", "fleet.csv", "--map", "chassis=vin", "--map", "engine=tag.engine", "--map", "weight_lb=-")).Should(0);
        (await _ota.RunAsync("vehicles", "show", VinOf('F', 1))).Should(0).Out.Should().Contain("engine=4-FI 2.0L T/C").And.NotContain("3500");
    }

    [Theory]
    [InlineData("list --filter colour=red", 1, "ota: --filter: At character 1: There is no field colour")]
    [InlineData("show nonsense", 2, "VEHICLE is neither a VIN")]
    [InlineData("retire WVWZZZ1KZ6W000001 --as gone --reason x", 2, "--as takes one of active, scrapped, exported, stolen, removed, not 'gone'.")]
    [InlineData("import -", 2, "Standard input needs --id")]
    public async Task A_wrong_command_says_what_to_write(string command, int code, string sentence) =>
        (await _ota.RunAsync(["vehicles", .. command.Split(' ')])).Should(code).Error.Should().Contain(sentence);

    private static string VinOf(char series, int number) => string.Create(CultureInfo.InvariantCulture, $"WVWZZZ1KZ{series}W{number:000000}");

    private static string Line(char series, int number) => string.Create(
        CultureInfo.InvariantCulture,
        $"{VinOf(series, number)},e-Up,2021,DE,1ZA;PR7,{(series == 'E' ? "E" : "north")},gw-{series}{number},gw-2,primary,bms-{series}{number},bms");
}

using System.Text.Json;
using Google.Protobuf;
using Ota.Core.Telemetry.Batches;
using Ota.EndToEnd.Cli;
using Ota.EndToEnd.Simulator;
using Ota.Mqtt;
using Ota.Mqtt.Client;
using Ota.Payloads.V1;
using Ota.Testing;

namespace Ota.EndToEnd.Telemetry;

/// <summary>Trouble codes of cars and of the simulator's fleet, in the built server and `ota telemetry dtc`.</summary>
public sealed class TroubleCodeTests : IAsyncLifetime, IDisposable
{
    private const string Vid = "00112233445566778899aabbccddeeff";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5); // The simulator itself gives up after two.

    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly TempFolder _folder = new();
    private readonly OtaTool _ota = new();
    private TelemetryServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = new TelemetryServer(_folder["data"]);
        await _server.StartAsync();
        _ota.Environment["OTA_DATA"] = _folder["data"];
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose()
    {
        _ota.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_workshop_sees_what_is_there_what_came_and_went_and_what_an_update_changed()
    {
        await using MqttClient car = new(new MqttClientOptions { Port = _server.MqttPort, ClientId = Vid });
        await car.ConnectAsync();
        await SendAsync(car, 1, minutesAgo: 120, Full("042000", "030000"));
        await SendAsync(car, 2, minutesAgo: 60, Change("042000", cleared: true));
        await SendAsync(car, 3, minutesAgo: 10, Change("C10087", cleared: false));
        await _server.KillAsync();
        await _server.StartAsync();

        OtaRun table = (await DtcAsync()).Should(0);
        table.Lines[0].Should().Contain("ECU").And.Contain("STATUS").And.Contain("SINCE");
        table.Lines.Should().Contain(line => line.StartsWith("engine") && line.Contains("U0100-87") && line.Contains("failing now, confirmed, warning lamp"));
        table.Out.Should().Contain("P0300-00").And.NotContain("P0420").And.Contain("123 km");
        JsonElement json = (await DtcAsync("--output", "json")).Should(0).Json;
        json.GetProperty("codes").EnumerateArray().Select(code => code.GetProperty("raw").GetString()).Should().Equal("030000", "C10087");
        json.GetProperty("codes")[0].GetProperty("status")[0].GetString().Should().Be("TEST_FAILED");

        IReadOnlyList<string> history = (await DtcAsync("--history")).Should(0).Lines;
        history.Skip(1).Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..4]))
            .Should().Equal("set engine P0300-00", "set engine P0420-00", "cleared engine P0420-00", "set engine U0100-87");
        (await DtcAsync("--since", "90m")).Should(0).Lines.Skip(1).Should().HaveCount(2);

        OtaRun compared = (await DtcAsync("--compare", "90m")).Should(0);
        compared.Lines.Skip(1).Select(line => line.Split(' ')[0]).Should().Equal("appeared", "gone", "same");
        compared.Error.Should().Contain("It is worse: a confirmed fault is new.");
        (await DtcAsync("--compare", "90m..30m")).Should(0).Error.Should().Contain("It is not worse");
        (await DtcAsync("--compare", "90m", "--output", "json")).Should(0).Json.GetProperty("isWorse").GetBoolean().Should().BeTrue();
    }

    [Theory]
    [InlineData("--compare yesterday", "--compare takes a time such as")]
    [InlineData("--since 99999999999d", "--since takes a time such as")]
    [InlineData("--history --compare 2h", "Give --compare or --history, one of the two.")]
    public async Task What_cannot_be_shown_is_said(string options, string sentence) =>
        (await DtcAsync(options.Split(' '))).Should(2).Error.Should().Contain(sentence);

    [Fact]
    public async Task The_codes_of_a_simulated_fleet_are_those_of_its_ledger()
    {
        string ledger = _folder["ledger.jsonl"];
        await using PeerProcess replay = PeerProcess.Start(
            SimulatorProgram.Replay,
            "--broker", $"127.0.0.1:{_server.MqttPort}", "--ledger", ledger, "--vehicles", "5", "--batches", "40", "--speed", "0", "--seed", "7",
            "--dtc", "0.3", "--duplicates", "0.3", "--disconnects", "0.05", "--give-up", "120");
        (await replay.ExitAsync(Patience)).Should().Be(0, replay.Output);
        IEnumerable<JsonElement> lines = File.ReadLines(ledger).Select(line => JsonSerializer.Deserialize<JsonElement>(line));
        JsonElement[] reports = [.. lines.Where(line => line.GetProperty("type").GetString() == "dtc")];
        reports.Should().NotBeEmpty().And.OnlyContain(line => line.GetProperty("acknowledged").GetBoolean());
        foreach (IGrouping<string, JsonElement> vehicle in reports.GroupBy(line => line.GetProperty("vid").GetString()!))
        {
            V1.VehicleKey key = new() { Vid = vehicle.Key };
            V1.ListTroubleCodesResponse list = await _server.Telemetry.ListTroubleCodesAsync(new() { Vehicle = key });
            V1.ListTroubleCodeEventsResponse history = await _server.Telemetry.ListTroubleCodeEventsAsync(new() { Vehicle = key, PageSize = 1000 });
            list.FullSetTime.Should().NotBeNull();
            history.Events.Count(one => !one.FromFullSet).Should().Be(vehicle.Count() - 1, "each report but the full set has one event");
            list.Codes.Select(code => code.Raw).Should().BeEquivalentTo(
                history.Events.GroupBy(one => one.Code.Raw).Where(code => !code.Last().Cleared).Select(code => code.Key));
        }
    }

    private static TroubleCodeReport Full(params string[] codes) => new() { Full = true, Codes = { codes.Select(Code) } };

    private static TroubleCodeReport Change(string code, bool cleared) =>
        new() { Events = { new TroubleCodeEvent { Code = Code(code), Cleared = cleared } } };

    private static TroubleCode Code(string raw) => new()
    {
        Ecu = "engine",
        Format = TroubleCodeFormat.Uds,
        Raw = ByteString.CopyFrom(Convert.FromHexString(raw)),
        Status = 0x89,
        Occurrences = 3,
        FirstMs = Now.AddDays(-1).ToUnixTimeMilliseconds(),
        OdometerM = 123_456,
    };

    private static async Task SendAsync(MqttClient car, ulong seq, int minutesAgo, TroubleCodeReport report)
    {
        report.SchemaVersion = BatchHeader.SchemaVersion;
        report.BootId = ByteString.CopyFrom(Convert.FromHexString(Vid));
        report.Stream = 3;
        report.Seq = seq;
        report.CaptureMs = report.SentMs = Now.AddMinutes(-minutesAgo).ToUnixTimeMilliseconds();
        report.ClockQuality = Payloads.V1.ClockQuality.Gnss;
        (await car.PublishAsync($"v1/{Vid}/up/dtc", report.ToByteArray(), MqttQos.AtLeastOnce)).IsSuccess.Should().BeTrue();
    }

    private Task<OtaRun> DtcAsync(params string[] options) => _ota.RunAsync(["telemetry", "dtc", Vid, .. options]);
}

using System.Diagnostics;
using System.Text.Json;
using Ota.Core.Telemetry.Batches;
using Ota.Core.Telemetry.Catalogue;
using Ota.EndToEnd.Cli;
using Ota.Mqtt;
using Ota.Mqtt.Client;
using Ota.Testing;

namespace Ota.EndToEnd.Telemetry;

/// <summary>`ota telemetry` against the built server.</summary>
public sealed class CommandTests : IAsyncLifetime, IDisposable
{
    private const string Vid = "00112233445566778899aabbccddeeff";

    private readonly TempFolder _folder = new();
    private readonly OtaTool _ota = new();
    private TelemetryServer _server = null!;
    private MqttClient _car = null!;
    private ulong _seq;

    public async Task InitializeAsync()
    {
        _server = new TelemetryServer(_folder["data"]);
        await _server.StartAsync();
        _ota.Environment["OTA_DATA"] = _folder["data"];
        _car = new MqttClient(new MqttClientOptions { Port = _server.MqttPort, ClientId = Vid });
        await _car.ConnectAsync();
    }

    public async Task DisposeAsync()
    {
        await _car.DisposeAsync();
        await _server.DisposeAsync();
    }

    public void Dispose()
    {
        _ota.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_newest_values_are_shown_and_a_signal_is_drawn()
    {
        await SendAsync(0, 40, 80);
        (await _ota.RunAsync("telemetry", "get", Vid)).Should(0).Lines.Should().Contain(line => line.StartsWith("Vehicle.Speed  80") && line.Contains("km/h"));
        JsonElement json = (await _ota.RunAsync("telemetry", "get", Vid, "--output", "json")).Should(0).Json;
        json.GetProperty("values")[0].GetProperty("number").GetDouble().Should().Be(80);
        string plot = (await _ota.RunAsync("telemetry", "plot", Vid, "Vehicle.Speed", "--hours", "1", "--width", "20")).Should(0).Out;
        plot.Should().Contain("█").And.Contain("80 │").And.Contain("0 │").And.Contain("3 readings of Vehicle.Speed");
    }

    [Theory]
    [InlineData("get ffffffffffffffffffffffffffffffff", 1, "No vehicle is registered with this vid")]
    [InlineData("get nonsense", 2, "VEHICLE is neither a VIN")]
    [InlineData("plot 00112233445566778899aabbccddeeff Vehicle.Wings", 1, "SIGNAL: Not a signal of the catalogue")]
    public async Task What_cannot_be_shown_is_said(string command, int code, string sentence) =>
        (await _ota.RunAsync(["telemetry", .. command.Split(' ')])).Should(code).Error.Should().Contain(sentence);

    [Fact]
    public async Task What_comes_in_is_shown_as_it_comes()
    {
        await SendAsync(10);
        using Process tail = _ota.Start("dotnet", [BuiltProgram.Ota, "telemetry", "tail", Vid, "--count", "1"]);
        Task<OtaRun> end = OtaTool.EndAsync(tail);
        while (!end.IsCompleted) await SendAsync(20); // It does not say from when on it watches.
        (await end).Should(0).Out.Should().Contain("1 readings").And.Contain("Vehicle.Speed=20km/h");
    }

    private async Task SendAsync(params double[] speeds)
    {
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        BatchHeader header = new()
        {
            BootId = BootId.TryParse(Vid, out BootId boot) ? boot : default,
            Stream = 1,
            Seq = ++_seq,
            CaptureMs = now - 1000,
            SentMs = now,
            ClockQuality = ClockQuality.Gnss,
        };
        BatchBuilder builder = new(SeedCatalogue.Catalogue);
        int signal = SeedCatalogue.Catalogue.Find("Vehicle.Speed")!.Id;
        for (int i = 0; i < speeds.Length; i++) builder.Add(signal, header.CaptureMs + i, speeds[i]);
        (await _car.PublishAsync($"v1/{Vid}/up/tm", builder.Build(header), MqttQos.AtLeastOnce)).IsSuccess.Should().BeTrue();
    }
}

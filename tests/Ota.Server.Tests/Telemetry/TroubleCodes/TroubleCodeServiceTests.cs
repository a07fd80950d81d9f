using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Ota.Mqtt;
using Ota.Mqtt.Client;
using Ota.Payloads.V1;
using Ota.Server.Tests.Telemetry.Ingest;

namespace Ota.Server.Tests.Telemetry.TroubleCodes;

/// <summary>Reports over MQTT into a real server, read back over gRPC.</summary>
public sealed class TroubleCodeServiceTests : IAsyncLifetime
{
    private OtaServer _server = null!;
    private MqttClient _car = null!;
    private V1.Telemetry.TelemetryClient _telemetry = null!;

    public async Task InitializeAsync()
    {
        _server = await OtaServer.StartAsync();
        _car = await _server.ConnectAsync();
        _telemetry = new V1.Telemetry.TelemetryClient(_server.Channel(_server.Admin));
    }

    // The server's own check that no error was logged is part of every test here.
    public async Task DisposeAsync()
    {
        await _car.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task What_is_acknowledged_can_be_read_in_words()
    {
        TroubleCode truck = new() { Ecu = "retarder", Format = TroubleCodeFormat.J1939, Raw = ByteString.CopyFrom(0x90, 0x0C, 0x14, 0x05) };
        await SendAsync(Reports.Full(1, 1, 1, Reports.Uds("C10087", status: 0x89), truck));
        V1.ListTroubleCodesResponse list = await ListAsync();
        (list.Vid, list.LeftOut, list.FullSetTime).Should().Be((Reports.Vid, 0, TimeOf(Reports.At(1))));
        V1.TroubleCode uds = list.Codes[0];
        (uds.Ecu, uds.Format, uds.Code, uds.Raw, uds.StatusByte, uds.Confirmed)
            .Should().Be(("engine", V1.TroubleCode.Types.Format.Uds, "U0100-87", "C10087", 0x89u, true));
        uds.Status.Should().Equal(
            V1.TroubleCode.Types.UdsStatus.TestFailed, V1.TroubleCode.Types.UdsStatus.Confirmed, V1.TroubleCode.Types.UdsStatus.WarningIndicator);
        (uds.Occurrences, uds.FirstTime, uds.LastTime, uds.OdometerM, uds.FreezeFrame, uds.ReportTime)
            .Should().Be((3u, TimeOf(Reports.At(0)), TimeOf(Reports.At(1)), 123_456u, "ff-1", TimeOf(Reports.At(1))));
        V1.TroubleCode j1939 = list.Codes[1];
        (j1939.Code, j1939.Spn, j1939.Fmi, j1939.Occurrences, j1939.HasStatusByte).Should().Be(("SPN 3216 FMI 20", 3216u, 20u, 5u, false));
    }

    [Fact]
    public async Task The_history_tells_events_as_sent_and_full_sets_as_differences_in_pages()
    {
        await SendAsync(Reports.Full(1, 1, 1, Reports.Uds("042000")));
        await SendAsync(Reports.Events(1, 3, 3, Reports.Set(Reports.Uds("030000")), Reports.Cleared(Reports.Uds("030000"))));
        await SendAsync(Reports.Events(1, 2, 2, Reports.Cleared(Reports.Uds("042000"))));
        await SendAsync(Reports.Full(2, 1, 10, Reports.Uds("030100")));
        await SendAsync(Reports.Full(3, 1, 20, Reports.Uds("030100")));
        string[] all = ["+P0420-00*", "-P0420-00", "+P0300-00", "-P0300-00", "+P0301-00*"];
        (await EventsAsync(new() { PageSize = 100 })).Should().Equal(all);
        (await EventsAsync(new() { PageSize = 1 })).Should().Equal(all, "whatever the pages are");
        (await EventsAsync(new() { StartTime = TimeOf(Reports.At(2)), EndTime = TimeOf(Reports.At(3)) })).Should().Equal("-P0420-00");
        (await EventsAsync(new() { StartTime = TimeOf(Reports.At(15)) })).Should().BeEmpty("the last full set said nothing new");
    }

    [Fact]
    public async Task Before_and_after_an_update_are_compared()
    {
        await SendAsync(Reports.Full(1, 1, 1, Reports.Uds("042000"), Reports.Uds("030000"), Reports.Uds("030100", status: 0x04)));
        await SendAsync(Reports.Full(2, 1, 20, Reports.Uds("042000"), Reports.Uds("030100", status: 0x0C)));
        await SendAsync(Reports.Events(2, 2, 30, Reports.Set(Reports.Uds("C10000"))));
        V1.CompareTroubleCodesResponse since = await CompareAsync(10, null);
        Codes(since.Appeared).Should().Equal("U0100-00");
        Codes(since.Gone).Should().Equal("P0300-00");
        Codes(since.Changed).Should().Equal("P0301-00");
        Codes(since.Same).Should().Equal("P0420-00");
        since.IsWorse.Should().BeTrue();
        V1.CompareTroubleCodesResponse then = await CompareAsync(10, 25);
        then.Appeared.Should().BeEmpty();
        then.IsWorse.Should().BeTrue("what was pending is confirmed");
        (await CompareAsync(5, 10)).IsWorse.Should().BeFalse();
    }

    [Fact]
    public async Task A_car_whose_clock_counts_from_1970_is_heard()
    {
        TroubleCodeReport report = Reports.Full(1, 1, 1, Reports.Uds());
        (report.CaptureMs, report.SentMs, report.ClockQuality) = (60_000, 0, ClockQuality.None);
        await SendAsync(report);
        (await ListAsync()).Codes.Single().ReportTime.ToDateTimeOffset().Should()
            .BeCloseTo(DateTimeOffset.FromUnixTimeMilliseconds(Reports.Now), TimeSpan.FromMinutes(30));
    }

    [Theory]
    [InlineData("malformed")]
    [InlineData("too_large")]
    [InlineData("unknown_schema")]
    [InlineData("no_identity")]
    [InlineData("impossible_sequence")]
    [InlineData("impossible_time")]
    [InlineData("too_many_codes")]
    [InlineData("neither_set_nor_events")]
    [InlineData("bad_name")]
    [InlineData("bad_code")]
    [InlineData("bad_status")]
    public async Task A_report_that_cannot_be_taken_is_acknowledged_counted_and_not_stored(string reason)
    {
        foreach (byte[] bad in Bad(reason)) await SendAsync(bad);
        int count = Bad(reason).Count();
        (await _server.Http.GetStringAsync("/metrics")).Should().Contain($"ota_evidence_messages_total{{outcome=\"{reason}\",type=\"dtc\"}} {count}");
        (await ListAsync()).Codes.Should().BeEmpty();
        (await EventsAsync(new())).Should().BeEmpty();
        (await _telemetry.GetIngestStateAsync(new() { Vehicle = Car() })).Refused.Should().BeEquivalentTo(new Dictionary<string, long> { [reason] = count });
        await SendAsync(Reports.Full(9, 1, 50, Reports.Uds()));
        (await ListAsync()).Codes.Should().ContainSingle("what follows is taken");
    }

    [Fact]
    public async Task Every_truncation_of_a_report_and_a_foreign_name_are_acknowledged_and_nothing_is_stored()
    {
        byte[] valid = Reports.Events(1, 1, 1, Reports.Set(Reports.Uds())).ToByteArray();
        for (int length = 0; length < valid.Length; length++) await SendAsync(valid[..length]);
        (await _car.SendAsync(valid, "v1/WVWZZZ1KZ6W000001/up/dtc")).IsSuccess.Should().BeTrue();
        (await ListAsync()).Codes.Should().BeEmpty();
        _server.Log.Lines.Should().NotContain(line => line.Text.Contains("WVWZZZ"));
    }

    [Fact]
    public async Task A_vehicle_that_nobody_knows_is_not_found_and_bad_requests_name_their_fields()
    {
        V1.VehicleKey nobody = new() { Vid = new string('0', 32) };
        (await FluentActions.Awaiting(async () => await _telemetry.ListTroubleCodesAsync(new() { Vehicle = nobody })).Should().ThrowAsync<RpcException>())
            .Which.StatusCode.Should().Be(StatusCode.NotFound);
        V1.ListTroubleCodeEventsRequest events = new() { PageSize = -1, PageToken = "x", StartTime = new Timestamp { Seconds = long.MaxValue } };
        (await FluentActions.Awaiting(async () => await _telemetry.ListTroubleCodeEventsAsync(events)).Should().ThrowAsync<RpcException>())
            .Which.Status.Detail.Should().Contain("vehicle:").And.Contain("page_size:").And.Contain("page_token:").And.Contain("start_time:");
        (await FluentActions.Awaiting(async () => await _telemetry.CompareTroubleCodesAsync(new() { Vehicle = Car() })).Should().ThrowAsync<RpcException>())
            .Which.Status.Detail.Should().Contain("before_time:");
        V1.CompareTroubleCodesRequest twisted = new() { Vehicle = Car(), BeforeTime = TimeOf(Reports.At(2)), AfterTime = TimeOf(Reports.At(1)) };
        (await FluentActions.Awaiting(async () => await _telemetry.CompareTroubleCodesAsync(twisted)).Should().ThrowAsync<RpcException>())
            .Which.Status.Detail.Should().Contain("after_time:");
    }

    private static IEnumerable<byte[]> Bad(string reason)
    {
        TroubleCodeReport report = Reports.Full(1, 1, 1, Reports.Uds());
        switch (reason)
        {
            case "malformed":
                yield return [0xFF, 0xFF, 0xFF];
                yield return Reports.Events(1, 1, 1, new TroubleCodeEvent()).ToByteArray();
                yield break;
            case "too_large":
                yield return new byte[(128 * 1024) + 1];
                yield break;
            case "unknown_schema":
                report.SchemaVersion = 2;
                break;
            case "no_identity":
                report.BootId = ByteString.CopyFrom(new byte[16]);
                break;
            case "impossible_sequence":
                report.Seq = ulong.MaxValue;
                break;
            case "impossible_time":
                report.Codes[0].LastMs = long.MaxValue;
                break;
            case "too_many_codes":
                report.Codes.Add(Enumerable.Range(0, 10_000).Select(_ => new TroubleCode()));
                break;
            case "neither_set_nor_events":
                yield return Reports.Events(1, 1, 1).ToByteArray();
                report.Full = false;
                break;
            case "bad_name":
                report.Codes[0].Ecu = "a\u001b[2Jb";
                break;
            case "bad_code":
                foreach (string raw in new[] { "", "04", "0420", "04200000" })
                {
                    report.Codes[0].Raw = ByteString.CopyFrom(Convert.FromHexString(raw));
                    yield return report.ToByteArray();
                }
                report.Codes[0].Format = (TroubleCodeFormat)77;
                break;
            case "bad_status":
                report.Codes[0].Status = 256;
                break;
        }

        yield return report.ToByteArray();
    }

    private static V1.VehicleKey Car() => new() { Vid = Reports.Vid };

    private static Timestamp TimeOf(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToTimestamp();

    private static IEnumerable<string> Codes(IEnumerable<V1.TroubleCode> codes) => codes.Select(code => code.Code);

    private Task SendAsync(TroubleCodeReport report) => SendAsync(report.ToByteArray());

    private async Task SendAsync(byte[] payload) =>
        (await _car.PublishAsync(Reports.Topic, payload, MqttQos.AtLeastOnce)).IsSuccess.Should().BeTrue();

    private async Task<V1.ListTroubleCodesResponse> ListAsync() => await _telemetry.ListTroubleCodesAsync(new() { Vehicle = Car() });

    private async Task<V1.CompareTroubleCodesResponse> CompareAsync(int before, int? after) => await _telemetry.CompareTroubleCodesAsync(new()
    {
        Vehicle = Car(),
        BeforeTime = TimeOf(Reports.At(before)),
        AfterTime = after is { } minute ? TimeOf(Reports.At(minute)) : null,
    });

    private async Task<List<string>> EventsAsync(V1.ListTroubleCodeEventsRequest request)
    {
        request.Vehicle = Car();
        List<string> events = [];
        do
        {
            V1.ListTroubleCodeEventsResponse page = await _telemetry.ListTroubleCodeEventsAsync(request);
            events.AddRange(page.Events.Select(one => $"{(one.Cleared ? '-' : '+')}{one.Code.Code}{(one.FromFullSet ? "*" : "")}"));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return events;
    }
}

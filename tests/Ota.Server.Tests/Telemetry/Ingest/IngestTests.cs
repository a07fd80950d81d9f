using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Ota.Core.Telemetry.Batches;
using Ota.Mqtt.Client;
using Ota.Payloads.V1;
using Ota.Server.Hosting;
using Ota.Testing;
using TelemetryBatch = Ota.Payloads.V1.TelemetryBatch;

namespace Ota.Server.Tests.Telemetry.Ingest;

/// <summary>Batches over MQTT into the history of a real server, read back over gRPC.</summary>
public sealed class IngestTests : IAsyncLifetime
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

    public async Task DisposeAsync()
    {
        await _car.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task What_is_acknowledged_can_be_read()
    {
        await SendAsync(Batches.Of(Batches.Header(1), 10, 20, 30));
        V1.GetLatestResponse latest = await _telemetry.GetLatestAsync(new() { Vehicle = Car() });
        latest.Vid.Should().Be(Batches.Vid);
        latest.Values.Should().ContainSingle();
        (latest.Values[0].Signal, latest.Values[0].Number, latest.Values[0].Unit).Should().Be((Batches.Speed, 30, "km/h"));
        (await HistoryAsync()).Points.Select(point => point.Number).Should().Equal(10, 20, 30);
        (await _server.Http.GetStringAsync("/metrics")).Should().Contain("ota_telemetry_messages_total{outcome=\"stored\"} 1")
            .And.Contain("ota_telemetry_readings_total 3").And.Contain("ota_telemetry_commit_duration_seconds_count 1")
            .And.Contain("ota_telemetry_queue_size_bytes 0");
    }

    [Fact]
    public async Task A_repeat_is_acknowledged_and_stored_once()
    {
        byte[] batch = Batches.Of(Batches.Header(1), 10, 20);
        for (int i = 0; i < 3; i++) await SendAsync(batch);
        (await HistoryAsync()).Count.Should().Be(2);
        V1.IngestState.Types.Sequence sequence = (await StateAsync()).Sequences.Should().ContainSingle().Subject;
        (sequence.BootId, sequence.Stream, sequence.Watermark, sequence.Repeats).Should().Be((Batches.Boot.ToString(), 1u, 1ul, 2ul));
    }

    [Fact]
    public async Task A_gap_shows_until_what_is_missing_comes()
    {
        foreach (ulong seq in new ulong[] { 1, 2, 5 }) await SendAsync(Batches.Of(Batches.Header(seq), seq));
        V1.IngestState.Types.Sequence sequence = (await StateAsync()).Sequences[0];
        (sequence.Watermark, sequence.Highest, sequence.Missing).Should().Be((2ul, 5ul, 2ul));
        (await _server.Http.GetStringAsync("/metrics")).Should().Contain("ota_telemetry_skipped_total 2");
        foreach (ulong seq in new ulong[] { 4, 3 }) await SendAsync(Batches.Of(Batches.Header(seq), seq));
        sequence = (await StateAsync()).Sequences[0];
        (sequence.Watermark, sequence.Highest, sequence.Missing).Should().Be((5ul, 5ul, 0ul));
        (await HistoryAsync()).Count.Should().Be(5);
    }

    [Fact]
    public async Task What_was_buffered_goes_to_the_history_and_never_over_the_latest_value()
    {
        BatchHeader now = Batches.Header(1);
        await SendAsync(Batches.Of(now, 50));
        await SendAsync(Batches.Of(Batches.Header(1, now.CaptureMs + 10) with { Stream = 2, Historical = true }, 99));
        (await _telemetry.GetLatestAsync(new() { Vehicle = Car() })).Values[0].Number.Should().Be(50);
        (await HistoryAsync()).Count.Should().Be(2);
    }

    [Fact]
    public async Task A_clock_that_counts_from_1970_is_put_right()
    {
        await SendAsync(Batches.Of(Batches.Header(1, capture: 60_000) with { ClockQuality = Ota.Core.Telemetry.Batches.ClockQuality.None }, 10));
        (await HistoryAsync()).Count.Should().Be(1);
    }

    [Theory]
    [InlineData("malformed")]
    [InlineData("unknown_schema")]
    [InlineData("no_identity")]
    [InlineData("unknown_catalogue")]
    [InlineData("impossible_time")]
    [InlineData("unequal_columns")]
    [InlineData("not_deflate")]
    [InlineData("too_large")]
    [InlineData("impossible_sequence")]
    [InlineData("too_old")]
    public async Task A_batch_that_cannot_be_taken_is_acknowledged_and_quarantined(string reason)
    {
        await SendAsync(Bad(reason));
        V1.IngestState state = await StateAsync();
        state.Refusals.Select(refusal => refusal.Reason).Should().Equal(reason);
        state.Refused.Should().BeEquivalentTo(new Dictionary<string, long> { [reason] = 1 });
        (await HistoryAsync()).Count.Should().Be(0);
        (await _server.Http.GetStringAsync("/metrics")).Should().Contain($"ota_telemetry_refused_total{{reason=\"{reason}\"}} 1");
        await SendAsync(Batches.Of(Batches.Header(2), 10));
        (await HistoryAsync()).Count.Should().Be(1, "what follows is taken");
    }

    [Theory]
    [InlineData("unknown_signal")]
    [InlineData("wrong_type")]
    [InlineData("out_of_range")]
    public async Task A_bad_column_is_quarantined_and_the_others_are_stored(string reason)
    {
        TelemetryBatch batch = TelemetryBatch.Parser.ParseFrom(Batches.Of(Batches.Header(1), 10));
        SignalColumn bad = batch.Columns[0].Clone();
        switch (reason)
        {
            case "unknown_signal":
                bad.Signal = 16_000;
                break;
            case "wrong_type":
                bad.Numbers.Clear();
                bad.Flags.Add(true);
                break;
            default:
                bad.Numbers[0] = 1L << 50;
                break;
        }
        batch.Columns.Add(bad);
        await SendAsync(batch.ToByteArray());
        (await HistoryAsync()).Count.Should().Be(1);
        V1.IngestState state = await StateAsync();
        state.Refusals.Select(refusal => (refusal.Reason, refusal.Detail)).Should().Equal((reason, $"signal {bad.Signal}"));
        state.Sequences[0].Watermark.Should().Be(1);
    }

    [Fact]
    public async Task A_topic_without_a_vid_is_acknowledged_and_counted()
    {
        (await _car.SendAsync(Batches.Of(Batches.Header(1), 10), Batches.Topic("WVWZZZ1KZ6W000001"))).IsSuccess.Should().BeTrue();
        (await _server.Http.GetStringAsync("/metrics")).Should().Contain("ota_telemetry_refused_total{reason=\"unknown_vehicle_name\"} 1")
            .And.NotContain("WVWZZZ");
        _server.Log.Lines.Should().NotContain(line => line.Text.Contains("WVWZZZ"));
    }

    [Fact]
    public async Task Who_watches_is_told_of_each_message()
    {
        await SendAsync(Batches.Of(Batches.Header(1), 1));
        using AsyncServerStreamingCall<V1.WatchResponse> watch = _telemetry.Watch(new() { Vehicle = Car() });
        await watch.ResponseHeadersAsync;
        await SendAsync(Batches.Of(Batches.Header(2), 10, 20));
        (await watch.ResponseStream.MoveNext(default)).Should().BeTrue();
        V1.WatchResponse seen = watch.ResponseStream.Current;
        (seen.Vid, seen.Readings, seen.Dropped, seen.Values.Single().Number).Should().Be((Batches.Vid, 2, 0, 20));
    }

    [Fact]
    public async Task A_vehicle_that_nobody_knows_is_not_found_and_bad_requests_name_their_fields()
    {
        V1.VehicleKey nobody = new() { Vid = new string('0', 32) };
        (await FluentActions.Awaiting(async () => await _telemetry.GetLatestAsync(new() { Vehicle = nobody })).Should().ThrowAsync<RpcException>())
            .Which.StatusCode.Should().Be(StatusCode.NotFound);
        V1.GetHistoryRequest bad = new() { Signal = "Vehicle.Wings", MaxPoints = -1, EndTime = new Timestamp { Seconds = long.MaxValue } };
        (await FluentActions.Awaiting(async () => await _telemetry.GetHistoryAsync(bad)).Should().ThrowAsync<RpcException>())
            .Which.Status.Detail.Should().Contain("vehicle:").And.Contain("signal:").And.Contain("max_points:").And.Contain("end_time:");
    }

    [Fact]
    public async Task A_folder_of_telemetry_that_cannot_be_is_one_sentence_at_the_start()
    {
        using TempFolder folder = new();
        File.WriteAllText(folder["telemetry"], "");
        (await FluentActions.Awaiting(() => OtaServer.StartAsync(new OtaServerSetup { Data = folder.Path })).Should().ThrowAsync<StartException>())
            .Which.Message.Should().StartWith($"The folder {folder["telemetry"]} cannot be used").And.EndWith("give this user the right to write there.");
    }

    private static V1.VehicleKey Car() => new() { Vid = Batches.Vid };

    private static byte[] Bad(string reason)
    {
        TelemetryBatch batch = TelemetryBatch.Parser.ParseFrom(Batches.Of(Batches.Header(1), 10));
        switch (reason)
        {
            case "malformed":
                return [0xff, 0xff, 0xff];
            case "too_large":
                return new byte[200_000];
            case "unknown_schema":
                batch.SchemaVersion = 99;
                break;
            case "no_identity":
                batch.BootId = ByteString.Empty;
                break;
            case "unknown_catalogue":
                batch.CatalogueVersion = 60_000;
                break;
            case "impossible_time":
                batch.CaptureMs = -1;
                break;
            case "unequal_columns":
                batch.Columns[0].Times.Add(5);
                break;
            case "not_deflate":
                batch.Columns.Clear();
                batch.Deflated = new DeflatedColumns { Size = 100, Data = ByteString.CopyFromUtf8("no deflate") };
                break;
            case "impossible_sequence":
                batch.Seq = 1UL << 40;
                break;
            default:
                return Batches.Of(Batches.Header(1, Batches.Now - (401L * 24 * 3600 * 1000)) with { Historical = true }, 10);
        }
        return batch.ToByteArray();
    }

    private async Task SendAsync(byte[] payload) => (await _car.SendAsync(payload)).IsSuccess.Should().BeTrue();

    private async Task<V1.GetHistoryResponse> HistoryAsync() =>
        await _telemetry.GetHistoryAsync(new() { Vehicle = Car(), Signal = Batches.Speed });

    private async Task<V1.IngestState> StateAsync() => await _telemetry.GetIngestStateAsync(new() { Vehicle = Car() });
}

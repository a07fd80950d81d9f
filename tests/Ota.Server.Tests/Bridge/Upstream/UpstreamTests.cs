using System.Net;
using System.Text.Json;
using Google.Protobuf;
using Ota.Mqtt;
using Ota.Mqtt.Client;
using Ota.Payloads.V1;
using Ota.Server.Tests.Enrolment;
using Ota.Server.Tests.Rollouts.Jobs;
using Ota.Server.Tests.Telemetry.Ingest;
using Ota.Server.Tests.Vehicles;

namespace Ota.Server.Tests.Bridge.Upstream;

/// <summary>Vehicles with the certificates of their enrolment at mosquitto, the server behind it.</summary>
public sealed class UpstreamTests : IAsyncLifetime
{
    private UpstreamRig _rig = null!;
    private Car _car = null!;
    private CounterWatch _telemetry = null!;
    private CounterWatch _refusals = null!;

    private OtaServer Server => _rig.Server;

    public async Task InitializeAsync()
    {
        _rig = await UpstreamRig.StartAsync();
        _telemetry = CounterWatch.On(Server, "ota.telemetry.messages");
        _refusals = CounterWatch.On(Server);
        _car = (await _rig.EnrolAsync(2))[0];
    }

    public async Task DisposeAsync()
    {
        await _telemetry.DisposeAsync();
        await _refusals.DisposeAsync();
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task Telemetry_arrives_and_is_stored_once()
    {
        await using MqttClient client = await _rig.ConnectAsync(_car);
        for (ulong seq = 1; seq <= 50; seq++)
        {
            for (int times = 0; times < 2; times++) (await UpstreamRig.SendAsync(client, _car, seq)).Should().Be(ReasonCode.Success);
        }
        for (int i = 0; i < 100; i++) await _telemetry.NextAsync();
        V1.Telemetry.TelemetryClient telemetry = new(Server.Channel(Server.Admin));
        V1.VehicleKey vehicle = new() { Vid = _car.Vid };
        V1.IngestState.Types.Sequence sequence = (await telemetry.GetIngestStateAsync(new() { Vehicle = vehicle })).Sequences.Single();
        (sequence.Watermark, sequence.Highest, sequence.Repeats).Should().Be((50ul, 50ul, 50ul));
        (await telemetry.GetHistoryAsync(new() { Vehicle = vehicle, Signal = Batches.Speed })).Count.Should().Be(50);
        Server.Endpoints.TryGetProperty("mqtts", out _).Should().BeFalse("vehicles have one door, and it is the broker's");
    }

    /// <summary>mosquitto 2.0.11 sends more than the receive maximum at once, here several windows of it.</summary>
    [Fact]
    public async Task Every_question_of_a_crowd_is_answered_though_answers_are_awaited_before_questions_are_acknowledged()
    {
        const uint Questions = 1000;
        await using MqttClient client = await _rig.ConnectAsync(_car);
        await client.SubscribeAsync($"v1/{_car.Vid}/down/ota", MqttQos.AtLeastOnce);
        Task<HashSet<ulong>> answered = AnswersAsync(client, Questions);
        await Task.WhenAll(Enumerable.Range(1, (int)Questions).Select(id => UpstreamRig.SendAsync(
            client, $"v1/{_car.Vid}/up/ota", new OtaReport(Reports.Wanted()) { RequestId = (ulong)id }.ToByteArray())));
        (await answered.WaitAsync(UpstreamRig.Patience)).Should().HaveCount((int)Questions);
    }

    [Fact]
    public async Task What_can_never_be_taken_is_acknowledged_and_holds_nothing_up()
    {
        await using MqttClient client = await _rig.ConnectAsync(_car);
        await UpstreamRig.SendAsync(client, Batches.Topic(_car.Vid), [0xff, 0xff, 0xff]);
        await UpstreamRig.SendAsync(client, _car, 1);
        (await _telemetry.NextAsync()).Should().Be("quarantined");
        (await _telemetry.NextAsync()).Should().Be("stored");
    }

    [Fact]
    public async Task The_broker_refuses_another_vehicles_topics()
    {
        string other = (await _rig.EnrolAgainAsync(2)).Vid;
        foreach (string topic in new[] { $"v1/{other}/up/tm", $"v1/{_car.Vid}/down/ota", $"v1/{_car.Vid}/tm", "v1/ota-server/up/tm", "a" })
        {
            await using MqttClient client = await _rig.ConnectAsync(_car); // mosquitto 2.0.11 ends the connection after such an answer.
            (await UpstreamRig.SendAsync(client, topic, [1])).Should().Be(ReasonCode.NotAuthorized, topic);
        }
        await using MqttClient good = await _rig.ConnectAsync(_car);
        await UpstreamRig.SendAsync(good, _car, 1);
        (await _telemetry.NextAsync()).Should().Be("stored", "nothing else came through");
    }

    [Fact]
    public async Task A_type_that_nobody_knows_is_acknowledged_and_goes_nowhere()
    {
        await using MqttClient client = await _rig.ConnectAsync(_car);
        foreach (string type in new[] { "tmx", "tm/x" })
            (await UpstreamRig.SendAsync(client, $"v1/{_car.Vid}/up/{type}", [1])).Should().Be(ReasonCode.NoMatchingSubscribers);
        await UpstreamRig.SendAsync(client, _car, 1);
        (await _telemetry.NextAsync()).Should().Be("stored", "nothing else came through");
    }

    [Fact]
    public async Task What_the_server_publishes_reaches_the_vehicle_it_is_for_and_no_other()
    {
        Car other = await _rig.EnrolAgainAsync(2);
        await using MqttClient client = await _rig.ConnectAsync(_car);
        await using MqttClient curious = await _rig.ConnectAsync(other);
        await client.SubscribeAsync($"v1/{_car.Vid}/down/#", MqttQos.AtLeastOnce);
        await curious.SubscribeAsync("v1/+/down/#", MqttQos.AtLeastOnce);
        await _rig.PublishAsync(_car.Vid, [1]);
        await _rig.PublishAsync(other.Vid, [2]);
        (await UpstreamRig.FirstAsync(client)).Payload.ToArray().Should().Equal(1);
        (await UpstreamRig.FirstAsync(curious)).Payload.ToArray().Should().Equal(2);
    }

    [Fact]
    public async Task A_revoked_vehicles_messages_are_refused_and_counted_until_it_enrols_again()
    {
        await using MqttClient client = await _rig.ConnectAsync(_car);
        await UpstreamRig.SendAsync(client, _car, 1);
        (await _telemetry.NextAsync()).Should().Be("stored");
        await new V1.Enrolment.EnrolmentClient(Server.Channel(Server.Admin)).RevokeVehicleAsync(
            new() { Vehicle = new() { Vin = Fleet.VinOf(1) }, Reason = "key lost" });
        await Server.Log.SeenAsync(3023);
        await UpstreamRig.SendAsync(client, _car, 2);
        (await _refusals.NextAsync()).Should().Be("revoked");

        await _rig.EnrolAgainAsync(1);
        await UpstreamRig.SendAsync(client, _car, 3);
        (await _telemetry.NextAsync()).Should().Be("stored");
        V1.GetIngestStateRequest request = new() { Vehicle = new() { Vid = _car.Vid } };
        V1.IngestState state = await new V1.Telemetry.TelemetryClient(Server.Channel(Server.Admin)).GetIngestStateAsync(request);
        (state.Sequences[0].Highest, state.Sequences[0].Missing).Should().Be((3ul, 1ul), "2 was refused and not sent again");
    }

    [Fact]
    public async Task A_vehicle_does_not_pass_the_servers_port_nor_an_operator_the_vehicles()
    {
        await CutAsync(_rig.Options(_car) with { Port = _rig.Broker.ServersPort });
        await CutAsync(Car.Options(_rig.Data, _rig.Broker.Port, Server.Admin, "admin"));
        await CutAsync(Car.Options(_rig.Data, _rig.Broker.Port, null, "nobody"));
    }

    [Fact]
    public async Task A_vehicle_gets_its_own_session_whatever_client_id_it_says()
    {
        Car other = await _rig.EnrolAgainAsync(2);
        await using MqttClient client = await _rig.ConnectAsync(_car);
        await using MqttClient thief = await _rig.ConnectAsync(other, _rig.Options(other) with { ClientId = _car.Vid });
        (await UpstreamRig.SendAsync(client, _car, 1)).Should().Be(ReasonCode.Success);
        client.State.Should().Be(MqttClientState.Connected);
    }

    [Fact]
    public async Task Readiness_says_that_the_broker_is_away_and_that_it_is_back()
    {
        Server.Log.Expect(103); // The check says it too.
        (await ReadyAsync()).Status.Should().Be(HttpStatusCode.OK);
        (await Server.Http.GetStringAsync("/metrics")).Should().Contain("ota_upstream_attached{lane=\"telemetry\"} 1");
        await _rig.Broker.SavedAsync();
        await _rig.Broker.KillAsync();
        await Server.Log.SeenAsync(3021, times: 2);
        (HttpStatusCode status, string detail) = await ReadyAsync();
        status.Should().Be(HttpStatusCode.ServiceUnavailable);
        detail.Should().StartWith("no messages of the lanes evidence and telemetry come from the broker: see that it runs");
        (await Server.Http.GetStringAsync("/metrics")).Should().Contain("ota_upstream_attached{lane=\"evidence\"} 0");
        await _rig.Broker.StartAsync();
        await using MqttClient client = await _rig.ConnectAsync(_car);
        await UpstreamRig.AttachedAsync(Server, times: 2);
        await UpstreamRig.SendAsync(client, _car, 1);
        (await _telemetry.NextAsync()).Should().Be("stored");
        (await ReadyAsync()).Status.Should().Be(HttpStatusCode.OK);
    }

    private static async Task CutAsync(MqttClientOptions options)
    {
        await using MqttClient client = new(options);
        await FluentActions.Awaiting(() => client.ConnectAsync().WaitAsync(UpstreamRig.Patience)).Should().ThrowAsync<MqttClientException>();
    }

    private async Task<(HttpStatusCode Status, string Detail)> ReadyAsync()
    {
        using HttpResponseMessage response = await Server.Http.GetAsync("/readyz");
        JsonElement check = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("checks").GetProperty("broker");
        return (response.StatusCode, check.GetProperty("detail").GetString()!);
    }

    private static async Task<HashSet<ulong>> AnswersAsync(MqttClient client, uint enough)
    {
        HashSet<ulong> seen = [];
        await foreach (MqttReceivedMessage message in client.ReadMessagesAsync())
        {
            OtaCommand command = OtaCommand.Parser.ParseFrom(message.Payload.Span);
            await message.AcknowledgeAsync();
            if (command.RequestId != 0) seen.Add(command.RequestId);
            if (seen.Count == enough) break;
        }

        return seen;
    }
}

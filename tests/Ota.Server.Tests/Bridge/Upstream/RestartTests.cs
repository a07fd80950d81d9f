using Ota.Mqtt;
using Ota.Mqtt.Client;
using Ota.Server.Tests.Enrolment;

namespace Ota.Server.Tests.Bridge.Upstream;

/// <summary>What an acknowledgement of mosquitto means when the server, or mosquitto, goes in between.</summary>
public sealed class RestartTests : IAsyncLifetime
{
    private UpstreamRig _rig = null!;
    private Car _car = null!;

    public async Task InitializeAsync()
    {
        _rig = await UpstreamRig.StartAsync();
        _car = (await _rig.EnrolAsync(1))[0];
    }

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task A_stop_acknowledges_what_was_stored_and_the_rest_comes_at_the_next_start()
    {
        await using (CounterWatch telemetry = CounterWatch.On(_rig.Server, "ota.telemetry.messages"))
        {
            await SendAsync(1, 400);
            await telemetry.SeenAsync("stored", 1);
        }
        await _rig.Server.DisposeAsync();
        await SendAsync(401, 600);
        await _rig.RestartServerAsync();
        (await _rig.StoredAsync(_car.Vid, 600)).Repeats.Should().Be(0, "what was stored had been acknowledged");
        (await _rig.CountAsync(_car.Vid)).Should().Be(600);
    }

    [Fact]
    public async Task What_mosquitto_has_saved_survives_its_kill_while_no_server_is_there()
    {
        await _rig.Server.DisposeAsync();
        await SendAsync(1, 300);
        await _rig.Broker.SavedAsync();
        await _rig.Broker.KillAsync();
        await _rig.Broker.StartAsync();
        await _rig.RestartServerAsync();
        await _rig.StoredAsync(_car.Vid, 300);
        (await _rig.CountAsync(_car.Vid)).Should().Be(300);
    }

    [Fact]
    public async Task What_has_piled_up_is_taken_whole_although_mosquitto_sends_more_at_once_than_it_was_told_to()
    {
        const ulong waiting = 1300; // The link asks for 512 at once.
        await _rig.Server.DisposeAsync();
        await SendAsync(1, waiting);
        await _rig.RestartServerAsync();
        (await _rig.StoredAsync(_car.Vid, waiting)).Repeats.Should().Be(0, "one connection took it all");
        (await _rig.CountAsync(_car.Vid)).Should().Be((long)waiting);
    }

    [Fact]
    public async Task When_mosquitto_is_killed_nothing_is_missing_but_what_it_had_not_passed_on()
    {
        const int atKill = 500;
        await using CounterWatch telemetry = CounterWatch.On(_rig.Server, "ota.telemetry.messages");
        await _rig.Broker.SavedAsync(); // The session, so that the server finds it again.
        await SendAsync(1, atKill);
        await telemetry.SeenAsync("stored", atKill / 2);
        await _rig.Broker.KillAsync();
        await _rig.Broker.StartAsync();
        await UpstreamRig.AttachedAsync(_rig.Server, times: 2);
        await SendAsync(atKill + 1, 2 * atKill);
        V1.IngestState.Types.Sequence sequence = await _rig.HighestAsync(_car.Vid, 2 * atKill);
        sequence.Missing.Should().BeLessThanOrEqualTo(atKill / 2);
        (await _rig.CountAsync(_car.Vid)).Should().Be((2 * atKill) - (long)sequence.Missing, "nothing is there twice");
    }

    [Fact]
    public async Task A_session_that_the_broker_has_lost_is_an_error_in_the_log_and_made_anew()
    {
        _rig.Server.Log.Expect(3024);
        await _rig.Broker.KillAsync();
        _rig.Broker.Forget();
        await _rig.Broker.StartAsync();
        await _rig.Server.Log.SeenAsync(3024, times: 2);
        await UpstreamRig.AttachedAsync(_rig.Server, times: 2);
        await SendAsync(1, 1);
        await _rig.StoredAsync(_car.Vid, 1);
    }

    private async Task SendAsync(ulong from, ulong to)
    {
        await using MqttClient client = await _rig.ConnectAsync(_car);
        for (ulong seq = from; seq <= to; seq++) (await UpstreamRig.SendAsync(client, _car, seq)).Should().Be(ReasonCode.Success);
    }
}

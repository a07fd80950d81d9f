using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Ota.Mqtt;
using Ota.Mqtt.Client;
using Ota.Server.Bridge.Lanes;
using Ota.Server.Telemetry.Ingest;
using Ota.Server.Tests.Enrolment;
using Ota.Server.Tests.Telemetry.History;
using Ota.Server.Tests.Telemetry.Ingest;

namespace Ota.Server.Tests.Bridge.Upstream;

/// <summary>A broker drops what is refused, so a full lane waits instead.</summary>
public sealed class FullLaneTests
{
    private const int Messages = 200;

    [Fact]
    public async Task A_full_telemetry_lane_loses_nothing_and_holds_up_no_evidence()
    {
        TaskCompletionSource gate = new();
        HeardEvidence evidence = new("dtc");
        await using UpstreamRig rig = await UpstreamRig.StartAsync(
            services =>
            {
                HeldHistory.Hold(services, gate.Task);
                services.RemoveAll<IUpHandler>();
                services.AddSingleton<IUpHandler>(evidence);
            },
            "--telemetry-queue-mb", "1");
        await using CounterWatch telemetry = CounterWatch.On(rig.Server, "ota.telemetry.messages");
        Car car = (await rig.EnrolAsync(1))[0];
        await using MqttClient client = await rig.ConnectAsync(car);
        double[] speeds = [.. Enumerable.Range(0, 5000).Select(i => Math.Sqrt(i * 7919 % 5000))];
        long sent = 0;
        for (ulong seq = 1; seq <= Messages; seq++)
        {
            byte[] batch = Batches.Of(Batches.Header(seq), speeds);
            sent += batch.Length;
            (await UpstreamRig.SendAsync(client, Batches.Topic(car.Vid), batch)).Should().Be(ReasonCode.Success);
        }
        sent.Should().BeGreaterThan(1_500_000, "it is more than the lane takes");

        await UpstreamRig.SendAsync(client, $"v1/{car.Vid}/up/dtc", [7]);
        (await evidence.First.WaitAsync(UpstreamRig.Patience)).Should().Equal(7);
        TelemetryIntake lane = rig.Server.App.Services.GetRequiredService<TelemetryIntake>();
        lane.Bytes.Should().BeLessThanOrEqualTo(1_000_000);

        gate.SetResult();
        await telemetry.SeenAsync("stored", Messages);
        (await rig.StoredAsync(car.Vid, Messages)).Repeats.Should().Be(0);
        lane.Shed.Should().Be(0);
    }
}

using System.Net;
using Google.Protobuf.WellKnownTypes;
using Ota.Mqtt.Client;
using Ota.Server.Tests.Telemetry.History;
using Ota.Testing;

namespace Ota.Server.Tests.Telemetry.Ingest;

public sealed class FullDiskTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [TinyVolumeFact]
    public async Task What_a_full_disk_cannot_take_is_acknowledged_once_there_is_room()
    {
        using TempFolder folder = new();
        using TinyVolume volume = new(megabytes: 16);
        Directory.CreateSymbolicLink(folder["telemetry"], volume.Path);
        await using OtaServer server = await OtaServer.StartAsync(new OtaServerSetup { Data = folder.Path });
        server.Log.Expect(2700);
        server.Log.Expect(2708);
        server.Log.Expect(103); // The check says so too.
        await using MqttClient car = await server.ConnectAsync();
        HttpClient http = server.Http;
        volume.Fill();
        ulong seq = 0;
        Task<PublishResult> waiting;
        using CancellationTokenSource patience = new(Patience);
        while (true)
        {
            // What fits into the room that the files already have is still stored.
            waiting = car.SendAsync(Batches.Of(Batches.Header(++seq), [.. Enumerable.Range(0, 1000).Select(i => Math.Sqrt(i) % 100)]));
            while (!waiting.IsCompleted && await IsReadyAsync(http)) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
            if (!waiting.IsCompleted) break;
            (await waiting).IsSuccess.Should().BeTrue();
        }
        volume.Empty();
        (await waiting.WaitAsync(Patience)).IsSuccess.Should().BeTrue("nobody had to do anything here");
        while (!await IsReadyAsync(http)) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        V1.Telemetry.TelemetryClient telemetry = new(server.Channel(server.Admin));
        V1.VehicleKey vehicle = new() { Vid = Batches.Vid };
        (await telemetry.GetIngestStateAsync(new() { Vehicle = vehicle })).Sequences[0].Watermark.Should().Be(seq);
        Timestamp later = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow().AddHours(1)); // The last readings of a batch.
        (await telemetry.GetHistoryAsync(new() { Vehicle = vehicle, Signal = Batches.Speed, EndTime = later })).Count.Should().Be(1000 * (long)seq);
    }

    // The data folder's own volume is not full; the check of the disk is not what says no.
    private static async Task<bool> IsReadyAsync(HttpClient http)
    {
        using HttpResponseMessage response = await http.GetAsync("/readyz");
        return response.StatusCode == HttpStatusCode.OK;
    }
}

using System.Text.Json;
using Grpc.Core;
using Grpc.Net.Client;
using Ota.Mqtt;
using Ota.Mqtt.Client;
using Ota.Server.Tests.Enrolment;
using Ota.Server.Tests.Hosting;
using Ota.Server.Tests.Telemetry.Ingest;
using Ota.Server.Tests.Vehicles;
using Ota.Testing;

namespace Ota.Server.Tests.Bridge.Upstream;

/// <summary>The built server behind mosquitto, killed while messages come.</summary>
public sealed class UpstreamProcessTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_mosquitto_acknowledged_is_stored_once_although_the_server_is_killed()
    {
        const ulong last = 1500;
        await using Mosquitto broker = Mosquitto.OfFleet(Path.Combine(_folder["data"], "pki"));
        ServerProcess server = Start(broker);
        try
        {
            JsonElement endpoints = await server.EndpointsAsync();
            await broker.StartAsync();
            Car car = await EnrolAsync(endpoints);
            await WaitAsync(() => IsReadyAsync(endpoints));
            await using MqttClient client = new(Car.Options(_folder["data"], broker.Port, car.Certificate, car.Vid));
            await client.ConnectAsync().WaitAsync(Patience);
            for (ulong seq = 1; seq <= last; seq++)
            {
                (await UpstreamRig.SendAsync(client, car, seq)).Should().Be(ReasonCode.Success);
                if (seq is not (300 or 600 or 900)) continue;
                await server.SignalAsync("KILL");
                await server.ExitAsync();
                server.Dispose();
                server = Start(broker);
                endpoints = await server.EndpointsAsync();
            }
            await WaitAsync(async () => (await SequenceAsync(endpoints, car.Vid))?.Watermark == last);
            using GrpcChannel admin = Connect(endpoints, isAdmin: true);
            V1.GetHistoryRequest all = new() { Vehicle = new() { Vid = car.Vid }, Signal = Batches.Speed };
            (await new V1.Telemetry.TelemetryClient(admin).GetHistoryAsync(all)).Count.Should().Be((long)last);
            await server.SignalAsync("TERM");
            (await server.ExitAsync()).Code.Should().Be(0);
        }
        finally
        {
            server.Dispose();
        }
    }

    private static async Task WaitAsync(Func<Task<bool>> isIt)
    {
        using CancellationTokenSource patience = new(Patience);
        while (!await isIt()) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
    }

    private static async Task<bool> IsReadyAsync(JsonElement endpoints)
    {
        using HttpClient http = new();
        using HttpResponseMessage response = await http.GetAsync(new Uri($"{endpoints.GetProperty("urls").GetProperty("http").GetString()}/readyz"));
        return response.IsSuccessStatusCode;
    }

    private ServerProcess Start(Mosquitto broker) => new(
        "--data", _folder["data"], "--address", "127.0.0.1", "--https-port", "0", "--http-port", "0", "--broker", $"mqtts://localhost:{broker.ServersPort}");

    private async Task<Car> EnrolAsync(JsonElement endpoints)
    {
        using GrpcChannel admin = Connect(endpoints, isAdmin: true);
        using GrpcChannel anybody = Connect(endpoints, isAdmin: false);
        await new V1.Vehicles.VehiclesClient(admin).ImportAsync(Fleet.Rows(1));
        return await Car.EnrolAsync(admin, anybody, 1);
    }

    private async Task<V1.IngestState.Types.Sequence?> SequenceAsync(JsonElement endpoints, string vid)
    {
        using GrpcChannel admin = Connect(endpoints, isAdmin: true);
        V1.IngestState state = await new V1.Telemetry.TelemetryClient(admin).GetIngestStateAsync(new() { Vehicle = new() { Vid = vid } });
        return state.Sequences.FirstOrDefault();
    }

    private GrpcChannel Connect(JsonElement endpoints, bool isAdmin)
    {
        string folder = Path.Combine(_folder["data"], "operators");
        string root = File.ReadAllText(Path.Combine(_folder["data"], "pki", "root.crt"));
        SslCredentials credentials = isAdmin
            ? new(root, new KeyCertificatePair(File.ReadAllText(Path.Combine(folder, "admin.crt")), File.ReadAllText(Path.Combine(folder, "admin.key"))))
            : new(root);
        return GrpcChannel.ForAddress(endpoints.GetProperty("urls").GetProperty("https").GetString()!, new GrpcChannelOptions { Credentials = credentials });
    }
}

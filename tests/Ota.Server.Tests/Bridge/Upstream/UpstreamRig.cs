using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Ota.Core.Vehicles;
using Ota.Mqtt;
using Ota.Mqtt.Client;
using Ota.Server.Bridge;
using Ota.Server.Tests.Enrolment;
using Ota.Server.Tests.Telemetry.Ingest;
using Ota.Server.Tests.Vehicles;
using Ota.Testing;

namespace Ota.Server.Tests.Bridge.Upstream;

/// <summary>A server in this process behind mosquitto as the documentation configures it.</summary>
internal sealed class UpstreamRig : IAsyncDisposable
{
    private const int LaneAttached = 3020;

    private const int OutletConnected = 3026;

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();

    private UpstreamRig()
    {
        Broker = Mosquitto.OfFleet(Path.Combine(Data, "pki"));
    }

    public Mosquitto Broker { get; }

    public OtaServer Server { get; private set; } = null!;

    public string Data => _folder["data"];

    public string BrokerUrl => $"mqtts://localhost:{Broker.ServersPort}";

    /// <summary>Starts both and waits until the server is attached.</summary>
    public static async Task<UpstreamRig> StartAsync(Action<IServiceCollection>? services = null, params string[] args)
    {
        UpstreamRig rig = new();
        rig.Server = await rig.StartServerAsync(rig.Data, services, args); // First: it makes the broker's certificates.
        await rig.Broker.StartAsync();
        await AttachedAsync(rig.Server, times: 1);
        return rig;
    }

    /// <summary>Waits until all three connections to the broker stand, for the nth time.</summary>
    public static async Task AttachedAsync(OtaServer server, int times)
    {
        await server.Log.SeenAsync(LaneAttached, 2 * times);
        await server.Log.SeenAsync(OutletConnected, times);
    }

    public Task<OtaServer> StartServerAsync(string data, Action<IServiceCollection>? services = null, params string[] args) =>
        OtaServer.StartAsync(new OtaServerSetup { Data = data, Dev = false, Services = services, Args = ["--broker", BrokerUrl, .. args] });

    /// <summary>Registers and enrols vehicles 1 to n.</summary>
    public async Task<Car[]> EnrolAsync(int count)
    {
        await new V1.Vehicles.VehiclesClient(Server.Channel(Server.Admin)).ImportAsync(Fleet.Rows(count));
        return [.. await Task.WhenAll(Enumerable.Range(1, count).Select(number => EnrolAgainAsync(number)))];
    }

    public Task<Car> EnrolAgainAsync(long number) => Car.EnrolAsync(Server.Channel(Server.Admin), Server.Channel(), number);

    public async Task<MqttClient> ConnectAsync(Car car, MqttClientOptions? options = null)
    {
        MqttClient client = new(options ?? Options(car));
        await client.ConnectAsync().WaitAsync(Patience);
        return client;
    }

    public MqttClientOptions Options(Car car) => Car.Options(Data, Broker.Port, car.Certificate, car.Vid);

    public static async Task<ReasonCode> SendAsync(MqttClient client, string topic, byte[] payload) =>
        (await client.PublishAsync(topic, payload, MqttQos.AtLeastOnce).AsTask().WaitAsync(Patience)).Reason;

    public static Task<ReasonCode> SendAsync(MqttClient client, Car car, ulong seq) =>
        SendAsync(client, Batches.Topic(car.Vid), Batches.Of(Batches.Header(seq), seq % 100));

    public static async Task<MqttReceivedMessage> FirstAsync(MqttClient client)
    {
        await using IAsyncEnumerator<MqttReceivedMessage> messages = client.ReadMessagesAsync().GetAsyncEnumerator();
        (await messages.MoveNextAsync().AsTask().WaitAsync(Patience)).Should().BeTrue();
        return messages.Current;
    }

    public Task PublishAsync(string vid, byte[] payload) => Server.App.Services.GetRequiredService<IDownTopics>()
        .PublishAsync(Vid.TryParse(vid)!.Value, "ota", payload, TimeSpan.FromMinutes(10), default).WaitAsync(Patience);

    public async Task RestartServerAsync() => Server = await StartServerAsync(Data);

    /// <summary>Waits until all messages up to this one are stored.</summary>
    public Task<V1.IngestState.Types.Sequence> StoredAsync(string vid, ulong watermark) => UntilAsync(vid, sequence => sequence.Watermark == watermark);

    /// <summary>Waits until this message is stored.</summary>
    public Task<V1.IngestState.Types.Sequence> HighestAsync(string vid, ulong seq) => UntilAsync(vid, sequence => sequence.Highest == seq);

    /// <summary>Readings that are stored.</summary>
    public async Task<long> CountAsync(string vid) =>
        (await Telemetry().GetHistoryAsync(new() { Vehicle = new() { Vid = vid }, Signal = Batches.Speed })).Count;

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Broker.DisposeAsync();
        _folder.Dispose();
    }

    private V1.Telemetry.TelemetryClient Telemetry() => new(Server.Channel(Server.Admin));

    private async Task<V1.IngestState.Types.Sequence> UntilAsync(string vid, Predicate<V1.IngestState.Types.Sequence> isIt)
    {
        V1.Telemetry.TelemetryClient telemetry = Telemetry();
        using CancellationTokenSource patience = new(Patience);
        while (true)
        {
            try
            {
                V1.IngestState state = await telemetry.GetIngestStateAsync(new() { Vehicle = new() { Vid = vid } });
                if (state.Sequences.FirstOrDefault() is { } sequence && isIt(sequence)) return sequence;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
            {
                // Nothing is stored yet.
            }
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        }
    }
}

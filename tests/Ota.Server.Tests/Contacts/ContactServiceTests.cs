using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Ota.Core.Telemetry.Batches;
using Ota.Core.Tests.Vehicles.Inventories;
using Ota.Mqtt;
using Ota.Mqtt.Client;
using Ota.Payloads.V1;
using Ota.Server.Telemetry.Ingest;
using Ota.Server.Tests.Telemetry.History;
using Ota.Server.Tests.Telemetry.Ingest;
using Ota.Server.Tests.Vehicles;
using Ota.Server.Vehicles.Rebirths;
using TelemetryBatch = Ota.Payloads.V1.TelemetryBatch;

namespace Ota.Server.Tests.Contacts;

/// <summary>Births, deaths and rebirths over MQTT, read back over gRPC.</summary>
public sealed class ContactServiceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V500)]
    public async Task A_vehicle_is_online_from_its_birth_to_its_will(MqttProtocolVersion version)
    {
        await using OtaServer server = await OtaServer.StartAsync();
        await using CounterWatch evidence = CounterWatch.On(server, "ota.evidence.messages");
        SigningEcu gateway = SigningEcu.Primary();
        string vid = await RegisterAsync(server, gateway);
        await using (MqttClient car = Client(server, vid, version))
        {
            await car.ConnectAsync();
            (await PublishAsync(car, vid, "birth", BirthOf(vid, gateway))).IsSuccess.Should().BeTrue();
            V1.Contact contact = (await GetAsync(server, vid)).Contact;
            (contact.Online, contact.BootCount, contact.InventoryState).Should().Be((true, 1ul, V1.Contact.Types.InventoryState.Proven));
            (await GetAsync(server, vid)).Ecus[0].Image.Digest.Should().Be(gateway.Digest);

            server.App.Services.GetRequiredService<Ota.Mqtt.Broker.MqttBroker>().Disconnect(vid);
            await evidence.SeenAsync("death", 1);
            (await GetAsync(server, vid)).Contact.Online.Should().BeFalse();
        }

        (await server.Http.GetStringAsync("/metrics")).Should().Contain("ota_evidence_messages_total{outcome=\"stored\",type=\"death\"}");
    }

    [Fact]
    public async Task Telemetry_that_is_shed_holds_up_no_birth_and_shows_in_the_metrics()
    {
        TaskCompletionSource gate = new();
        await using OtaServer server = await OtaServer.StartAsync(new OtaServerSetup
        {
            Services = services =>
            {
                services.AddSingleton(new TelemetryOptions { QueuedBytes = 10 });
                HeldHistory.Hold(services, gate.Task);
            },
        });
        await using MqttClient other = Client(server, Batches.Vid, MqttProtocolVersion.V500);
        await other.ConnectAsync();
        Task<PublishResult> held = PublishAsync(other, Batches.Vid, "tm", Batches.Of(Batches.Header(1), 10)); // A full lane takes one.
        TelemetryIntake intake = server.App.Services.GetRequiredService<TelemetryIntake>();
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(60));
        while (intake.Bytes == 0) await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, patience.Token);
        SigningEcu gateway = SigningEcu.Primary();
        string vid = await RegisterAsync(server, gateway);
        await using MqttClient car = Client(server, vid, MqttProtocolVersion.V500);
        await car.ConnectAsync();
        PublishResult shed = await PublishAsync(car, vid, "tm", Batches.Of(Batches.Header(1), 10));
        shed.Reason.Should().Be(ReasonCode.QuotaExceeded);
        (await PublishAsync(car, vid, "birth", BirthOf(vid, gateway))).IsSuccess.Should().BeTrue();
        (await server.Http.GetStringAsync("/metrics")).Should().Contain("ota_telemetry_shed_total 1").And.Contain("ota_evidence_shed_total 0")
            .And.Contain("ota_evidence_messages_total{outcome=\"stored\",type=\"birth\"} 1");
        gate.SetResult();
        (await held).IsSuccess.Should().BeTrue();
    }

    [Theory]
    [InlineData("birth", "malformed")]
    [InlineData("birth", "unknown_schema")]
    [InlineData("birth", "no_identity")]
    [InlineData("birth", "unknown_vehicle")]
    [InlineData("inv", "malformed")]
    [InlineData("death", "malformed")]
    public async Task What_can_never_be_taken_is_acknowledged_and_counted(string type, string reason)
    {
        await using OtaServer server = await OtaServer.StartAsync();
        string vid = Batches.Vid; // Registered nowhere.
        Birth birth = Birth.Parser.ParseFrom(BirthOf(vid, null));
        byte[] payload = reason switch
        {
            "unknown_schema" => new Birth(birth) { SchemaVersion = 2 }.ToByteArray(),
            "no_identity" => new Birth(birth) { Position = null }.ToByteArray(),
            "unknown_vehicle" => birth.ToByteArray(),
            _ => [0xff],
        };
        foreach (MqttProtocolVersion version in new[] { MqttProtocolVersion.V311, MqttProtocolVersion.V500 })
        {
            await using MqttClient car = Client(server, vid, version);
            await car.ConnectAsync();
            (await PublishAsync(car, vid, type, payload)).IsSuccess.Should().BeTrue();
        }

        (await server.Http.GetStringAsync("/metrics")).Should().Contain($"ota_evidence_messages_total{{outcome=\"{reason}\",type=\"{type}\"}} 2");
    }

    [Theory]
    [InlineData(RebirthReason.NoBirth)]
    [InlineData(RebirthReason.UnknownCatalogue)]
    [InlineData(RebirthReason.Gap)]
    public async Task A_vehicle_is_asked_for_its_birth_when_its_telemetry_shows_that_it_is_needed(object why)
    {
        RebirthReason reason = (RebirthReason)why;
        await using OtaServer server = await OtaServer.StartAsync(new OtaServerSetup
        {
            Services = services => services.AddSingleton(new RebirthOptions { Settle = TimeSpan.Zero, Jitter = TimeSpan.Zero }),
        });
        SigningEcu gateway = SigningEcu.Primary();
        string vid = await RegisterAsync(server, gateway);
        await using MqttClient car = Client(server, vid, MqttProtocolVersion.V500);
        await car.ConnectAsync();
        await car.SubscribeAsync($"v1/{vid}/down/#", MqttQos.AtLeastOnce);
        if (reason != RebirthReason.NoBirth) await PublishAsync(car, vid, "birth", BirthOf(vid, gateway, Batches.Boot));
        TelemetryBatch batch = TelemetryBatch.Parser.ParseFrom(Batches.Of(Batches.Header(reason == RebirthReason.Gap ? 3ul : 1ul), 10));
        if (reason == RebirthReason.UnknownCatalogue) batch.CatalogueVersion = 60_000;
        (await PublishAsync(car, vid, "tm", batch.ToByteArray())).IsSuccess.Should().BeTrue();

        await using IAsyncEnumerator<MqttReceivedMessage> messages = car.ReadMessagesAsync().GetAsyncEnumerator();
        (await messages.MoveNextAsync().AsTask().WaitAsync(Patience)).Should().BeTrue();
        MqttReceivedMessage command = messages.Current;
        command.Topic.Should().Be($"v1/{vid}/down/cmd");
        Command.Parser.ParseFrom(command.Payload.Span).Rebirth.Reason.Should().Be((Rebirth.Types.Reason)reason);
        (await server.Http.GetStringAsync("/metrics")).Should().Contain("ota_rebirths_total{reason=");
    }

    private static byte[] BirthOf(string vid, SigningEcu? gateway, BootId? boot = null)
    {
        byte[] bytes = new byte[BootId.Size];
        (boot ?? Batches.Boot).Write(bytes);
        return new Birth
        {
            SchemaVersion = 1,
            Position = new Position { BootId = ByteString.CopyFrom(bytes), BootCount = 1, Connection = 1, Seq = 1 },
            CatalogueVersion = 1,
            SignedInventory = gateway is null
                ? ByteString.Empty
                : ByteString.CopyFrom(gateway.Inventory(Ota.Core.Vehicles.Vid.TryParse(vid)!.Value, 1)),
        }.ToByteArray();
    }

    private static async Task<string> RegisterAsync(OtaServer server, SigningEcu gateway)
    {
        V1.Vehicles.VehiclesClient vehicles = new(server.Channel(server.Admin));
        V1.Vehicle car = Fleet.Car(1);
        car.Ecus.Clear();
        car.Ecus.Add(new V1.Ecu
        {
            Serial = gateway.Serial,
            HardwareId = gateway.Hardware,
            Role = V1.EcuRole.Primary,
            PublicKey = ByteString.CopyFrom(gateway.PublicKey),
        });
        await vehicles.ImportAsync([Fleet.Row(1, car)]);
        return (await vehicles.GetVehicleAsync(new() { Vehicle = new V1.VehicleKey { Vin = Fleet.VinOf(1) } })).Vid;
    }

    private static async Task<V1.Vehicle> GetAsync(OtaServer server, string vid) =>
        await new V1.Vehicles.VehiclesClient(server.Channel(server.Admin)).GetVehicleAsync(new() { Vehicle = new V1.VehicleKey { Vid = vid } });

    private static MqttClient Client(OtaServer server, string vid, MqttProtocolVersion version) => new(new MqttClientOptions
    {
        Port = server.Endpoints.GetProperty("mqtt").GetInt32(),
        ClientId = vid,
        Version = version,
        Reconnect = null,
        Will = new WillMessage
        {
            Topic = $"v1/{vid}/up/death",
            Qos = MqttQos.AtLeastOnce,
            Payload = new Death { SchemaVersion = 1, Position = Birth.Parser.ParseFrom(BirthOf(vid, null)).Position }.ToByteArray(),
        },
    });

    private static async Task<PublishResult> PublishAsync(MqttClient car, string vid, string type, byte[] payload) =>
        await car.PublishAsync($"v1/{vid}/up/{type}", payload, MqttQos.AtLeastOnce);
}

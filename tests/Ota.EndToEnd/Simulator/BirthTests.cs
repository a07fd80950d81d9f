using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Ota.Core.Vehicles;
using Ota.Core.Vehicles.Inventories;
using Ota.Mqtt;
using Ota.Mqtt.Client;
using Ota.Payloads.V1;
using Ota.Testing;

namespace Ota.EndToEnd.Simulator;

/// <summary>What the simulator's executable says of its vehicles besides telemetry.</summary>
public sealed class BirthTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_virtual_vehicle_is_born_with_a_signed_inventory_answers_a_rebirth_and_dies_by_its_will()
    {
        using TempFolder folder = new();
        await using Mosquitto mosquitto = new();
        await mosquitto.StartAsync();
        string vid = Convert.ToHexStringLower(SHA256.HashData("vehicle 1 0"u8).AsSpan(0, 16));
        using ECDsa primary = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using RSA secondary = RSA.Create(2048);
        Directory.CreateDirectory(folder["inventories"]);
        await File.WriteAllTextAsync(Path.Combine(folder["inventories"], $"{vid}.json"), JsonSerializer.Serialize(new[]
        {
            EcuOf("gw", primary.ExportPkcs8PrivateKeyPem()), EcuOf("bms", secondary.ExportPkcs8PrivateKeyPem()), EcuOf("lamp", null),
        }));

        await using MqttClient observer = new(new MqttClientOptions { Port = mosquitto.Port, ClientId = "observer" });
        await observer.ConnectAsync();
        foreach (string type in new[] { "birth", "death" }) await observer.SubscribeAsync($"v1/{vid}/up/{type}", MqttQos.AtLeastOnce);
        await using IAsyncEnumerator<MqttReceivedMessage> messages = observer.ReadMessagesAsync().GetAsyncEnumerator();
        // Retained, so that it waits for a vehicle that has not subscribed yet.
        Command command = new() { Rebirth = new Rebirth { Reason = Rebirth.Types.Reason.Gap } };
        await observer.PublishAsync($"v1/{vid}/down/cmd", command.ToByteArray(), MqttQos.AtLeastOnce, retain: true);
        Birth[] births = new Birth[2];
        await using (PeerProcess.Start(
            SimulatorProgram.Replay, "--broker", $"127.0.0.1:{mosquitto.Port}", "--ledger", folder["ledger.jsonl"], "--vehicles", "1",
            "--no-faults", "--inventories", folder["inventories"]))
        {
            for (int i = 0; i < births.Length; i++) births[i] = Birth.Parser.ParseFrom((await NextAsync(messages, "birth")).Payload.Span);
        }

        // It was killed: the broker says it.
        Death death = Death.Parser.ParseFrom((await NextAsync(messages, "death")).Payload.Span);
        (death.Position.BootId, death.Position.Connection).Should().Be((births[0].Position.BootId, 1u));
        births.Select(birth => (birth.SchemaVersion, birth.Position.Connection)).Should().AllBeEquivalentTo((1u, 1u));
        births.Select(birth => birth.Position.Seq).Should().BeEquivalentTo([1ul, 2ul], "one for the connection and one for the command");
        InventoryVerdict verdict = InventoryVerifier.Verify(births[0].SignedInventory.Memory, Vid.TryParse(vid)!.Value,
        [
            new(EcuSerial.TryParse("gw")!, HardwareId.TryParse("hw")!, EcuRole.Primary, primary.ExportSubjectPublicKeyInfo(), false),
            new(EcuSerial.TryParse("bms")!, HardwareId.TryParse("hw")!, EcuRole.Secondary, secondary.ExportSubjectPublicKeyInfo(), false),
            new(EcuSerial.TryParse("lamp")!, HardwareId.TryParse("hw")!, EcuRole.Secondary, default, false),
        ]);
        verdict.Should().BeOfType<InventoryVerdict.Proven>().Which.Ecus.Should().HaveCount(3);
    }

    private static object EcuOf(string serial, string? key) => new
    {
        serial,
        hardware = "hw",
        image = "fw",
        version = "1",
        sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(serial))),
        length = 10,
        key,
    };

    private static async Task<MqttReceivedMessage> NextAsync(IAsyncEnumerator<MqttReceivedMessage> messages, string type)
    {
        (await messages.MoveNextAsync().AsTask().WaitAsync(Patience)).Should().BeTrue();
        messages.Current.Topic.Should().EndWith($"/up/{type}");
        await messages.Current.AcknowledgeAsync();
        return messages.Current;
    }
}

using System.Text.Json;

namespace Ota.Mqtt.Tests;

internal sealed record VectorCase(int Index, string Kind, string Name, int Level, string? Hex, JsonElement Object)
{
    /// <summary>Level 3 appears also in cases that are not about MQTT 3.1 at all; they hold in 3.1.1 just as well.</summary>
    public MqttProtocolVersion Version => Level == 5 ? MqttProtocolVersion.V500 : MqttProtocolVersion.V311;

    public bool IsMqtt31 => Hex?.Contains("4d5149736470", StringComparison.Ordinal) == true; // MQIsdp

    public override string ToString() => $"{Index} {Kind} {Name}";
}

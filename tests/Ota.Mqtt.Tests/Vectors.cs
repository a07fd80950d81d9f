using System.Text.Json;

namespace Ota.Mqtt.Tests;

/// <summary>The cases of tests/vectors/mqtt-packet.json, and the list of those that do not apply as they stand.</summary>
internal static class Vectors
{
    /// <summary>
    /// Where the cases differ from the OASIS specifications, test a feature outside them, or test how that library treats wrong
    /// JavaScript types. The key is the position in the file.
    /// </summary>
    public static readonly IReadOnlyDictionary<int, string> Exceptions = new Dictionary<int, string>
    {
        [0] = "An object without a command: the type system excludes it.",
        [8] = "MQTT 3.1 (MQIsdp), which we recognise and refuse as an unsupported version.",
        [9] = "MQTT 3.1.",
        [10] = "MQTT 3.1 with the bridge bit in the level.",
        [11] = "MQIsdp with level 4 and the bridge bit.",
        [26] = "CONNACK without a reason code: 3.2.2 has no short form.",
        [27] = "CONNACK of 5.0 that succeeds without a property length: 3.2.2.3.1 demands it.",
        [32] = "MQTT 3.1.",
        [33] = "MQTT 3.1.",
        [34] = "MQTT 3.1.",
        [35] = "MQTT 3.1.",
        [36] = "MQTT 3.1.",
        [37] = "MQTT 3.1.",
        [38] = "MQTT 3.1.",
        [39] = "MQTT 3.1.",
        [40] = "MQTT 3.1.",
        [62] = "CONNACK with maximum QoS 2, a protocol error by 3.2.2.3.4.",
        [63] = "CONNACK with maximum QoS 2, a protocol error by 3.2.2.3.4.",
        [68] = "A return code that is a string: the type system excludes it.",
        [75] = "Too large for the file; LimitTests reads a packet of the largest size.",
        [79] = "Too large for the file; LimitTests tries to write it.",
        [115] = "Filters that are a number: the type system excludes it.",
        [116] = "Filters that are numbers: the type system excludes it.",
        [133] = "A protocol name that is a number: the type system excludes it.",
        [134] = "MQTT 3.1 with level 1: the version is an enumeration.",
        [135] = "MQTT 3.1.",
        [137] = "A keep-alive that is a string: the type system excludes it.",
        [138] = "A keep-alive with a fraction: the type system excludes it.",
        [139] = "A will that is a number: the type system excludes it.",
        [140] = "A will without a topic: the member is required.",
        [141] = "A will payload that is a number: the type system excludes it.",
        [142] = "A user name that is a number: the type system excludes it.",
        [143] = "A password that is a number: the type system excludes it.",
        [145] = "A negative message expiry: the type is unsigned.",
        [146] = "A negative topic alias: the type is unsigned.",
        [147] = "A negative subscription identifier: the type is unsigned.",
        [155] = "A command that does not exist: the type system excludes it.",
        [156] = "A protocol name that is an object: the type system excludes it.",
        [157] = "A packet identifier that is a string: the type system excludes it.",
    };

    public static IEnumerable<VectorCase> All()
    {
        string file = Path.Combine(AppContext.BaseDirectory, "vectors", "mqtt-packet.json");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
        int index = 0;
        foreach (JsonElement one in document.RootElement.EnumerateArray())
        {
            string? hex = one.TryGetProperty("hex", out JsonElement bytes) ? bytes.GetString() : null;
            JsonElement content = one.TryGetProperty("object", out JsonElement found) ? found.Clone() : default;
            yield return new VectorCase(index++, one.GetProperty("kind").GetString()!, one.GetProperty("name").GetString()!,
                one.GetProperty("version").GetInt32(), hex, content);
        }
    }
}

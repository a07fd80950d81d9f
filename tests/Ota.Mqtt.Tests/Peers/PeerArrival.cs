using System.Text.Json;

namespace Ota.Mqtt.Tests.Peers;

/// <summary>A message that a peer has received, as it printed it.</summary>
internal sealed record PeerArrival(string Topic, string Payload, int Qos, bool Retain)
{
    public const string Prefix = "MESSAGE ";

    /// <summary>The user properties as "name=value" in order, the others as text.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; private init; } = new Dictionary<string, string>();

    /// <summary>It came under its alias alone; only mqtt.js tells.</summary>
    public bool IsAliased { get; private init; }

    public static PeerArrival Parse(string line)
    {
        JsonElement json = JsonDocument.Parse(line[Prefix.Length..]).RootElement;
        return new PeerArrival(
            json.GetProperty("topic").GetString()!,
            json.GetProperty("payload").GetString() ?? "",
            json.GetProperty("qos").GetInt32(),
            json.GetProperty("retain").GetInt32() == 1)
        {
            Properties = json.TryGetProperty("properties", out JsonElement properties)
                ? properties.EnumerateObject().ToDictionary(property => property.Name, property => Text(property.Value))
                : new Dictionary<string, string>(),
            IsAliased = json.TryGetProperty("aliased", out JsonElement aliased) && aliased.GetBoolean(),
        };
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => string.Join(' ', value.EnumerateObject().Select(pair => $"{pair.Name}={pair.Value}")),
        JsonValueKind.Array => string.Join(' ', value.EnumerateArray().Select(pair => $"{pair[0]}={pair[1]}")),
        _ => value.ToString(),
    };
}

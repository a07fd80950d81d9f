namespace Ota.Mqtt;

/// <summary>A name and a value whose meaning the applications agree on; names may repeat and the order counts (MQTT-3.3.2-18).</summary>
/// <param name="Name">The name, at most 65,535 bytes of UTF-8.</param>
/// <param name="Value">The value, at most 65,535 bytes of UTF-8.</param>
public readonly record struct UserProperty(string Name, string Value);

namespace Ota.Mqtt;

/// <summary>Which side the bytes come from: some packets, properties and reason codes are allowed in one direction only.</summary>
public enum MqttSender : byte
{
    /// <summary>Not known: what either side may send is accepted (for tools that look at recorded bytes).</summary>
    Either = 0,

    /// <summary>A client: what a broker sets.</summary>
    Client = 1,

    /// <summary>A server: what a client sets.</summary>
    Server = 2,
}

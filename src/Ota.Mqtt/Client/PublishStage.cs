namespace Ota.Mqtt.Client;

/// <summary>How far an outgoing publish has come.</summary>
internal enum PublishStage
{
    /// <summary>The server has not received it, as far as this client knows.</summary>
    Unsent,

    /// <summary>PUBLISH was sent, maybe on an earlier connection; PUBACK or PUBREC is awaited.</summary>
    Published,

    /// <summary>PUBREC came, so PUBREL is sent and never PUBLISH again; PUBCOMP is awaited (MQTT-4.3.3-6).</summary>
    Released,
}

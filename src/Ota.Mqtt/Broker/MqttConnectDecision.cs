namespace Ota.Mqtt.Broker;

/// <summary>What an authentication decided.</summary>
public sealed record MqttConnectDecision
{
    /// <summary>The client may connect, under its own names.</summary>
    public static readonly MqttConnectDecision Accepted = new();

    /// <summary><see cref="ReasonCode.Success"/>, or why the client is refused; a code that CONNACK can carry.</summary>
    public ReasonCode Reason { get; init; }

    /// <summary>A text for a person who diagnoses, sent with a refusal over MQTT 5.0.</summary>
    public string? ReasonString { get; init; }

    /// <summary>The client identifier to use instead of the client's own; announced over MQTT 5.0 when the client had none.</summary>
    public string? ClientId { get; init; }

    /// <summary>The user name to go by instead of the one in CONNECT.</summary>
    public string? UserName { get; init; }

    /// <summary>The longest session expiry for this client, if shorter than the broker's.</summary>
    public TimeSpan? MaxSessionExpiry { get; init; }

    /// <summary>A refusal.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="text">For a person who diagnoses, or null.</param>
    public static MqttConnectDecision Refuse(ReasonCode reason, string? text = null) => new() { Reason = reason, ReasonString = text };
}

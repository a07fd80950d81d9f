namespace Ota.Mqtt.Client;

/// <summary>A connection, a publish or a request of <see cref="MqttClient"/> failed for good.</summary>
public sealed class MqttClientException : Exception
{
    /// <summary>A failure with its kind.</summary>
    /// <param name="error">What kind of failure it is.</param>
    /// <param name="message">One sentence that says what happened.</param>
    /// <param name="inner">The cause, or null.</param>
    public MqttClientException(MqttClientError error, string message, Exception? inner = null)
        : base(message, inner) => Error = error;

    /// <summary>What kind of failure it is.</summary>
    public MqttClientError Error { get; }

    /// <summary>The server's reason code, or the one that was sent to it; null when there was none.</summary>
    public ReasonCode? Reason { get; init; }

    /// <summary>The server that this one sends its clients to, or null. It is reported and not followed.</summary>
    public string? ServerReference { get; init; }

    /// <summary>
    /// Whether trying again by itself can help. It cannot after a refusal of the credentials or the identifier, after a redirect, or
    /// when another connection took the session over: two clients with one identifier would throw each other out for ever. (Only right
    /// after a lost connection is a take-over borne, and once, since the other connection may have been the lost one.)
    /// </summary>
    public bool IsTransient => Error switch
    {
        MqttClientError.Refused or MqttClientError.ServerDisconnected => Reason is not (ReasonCode.UnsupportedProtocolVersion
            or ReasonCode.ClientIdentifierNotValid or ReasonCode.BadUserNameOrPassword or ReasonCode.NotAuthorized or ReasonCode.Banned
            or ReasonCode.BadAuthenticationMethod or ReasonCode.UseAnotherServer or ReasonCode.ServerMoved
            or ReasonCode.SessionTakenOver),
        MqttClientError.ConnectFailed or MqttClientError.ConnectionLost or MqttClientError.ProtocolViolation
            or MqttClientError.KeepAliveTimeout or MqttClientError.AcknowledgementTimeout => true,
        _ => false,
    };

    internal MqttClientException Again() => new(Error, Message, InnerException) { Reason = Reason, ServerReference = ServerReference };
}

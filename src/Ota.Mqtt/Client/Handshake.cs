namespace Ota.Mqtt.Client;

/// <summary>Judges CONNACK.</summary>
internal static class Handshake
{
    /// <exception cref="MqttClientException">The server refuses.</exception>
    /// <exception cref="MqttProtocolException">The answer does not fit the question.</exception>
    public static void Check(ConnackPacket connack, ConnectPacket connect)
    {
        if (connack.Reason != ReasonCode.Success)
        {
            string detail = connack.ReasonString is { } text ? $": {text}" : "";
            throw new MqttClientException(MqttClientError.Refused, $"The server refused the connection, {connack.Reason}{detail}.")
            {
                Reason = connack.Reason,
                ServerReference = connack.ServerReference,
            };
        }
        if (connack.SessionPresent && connect.CleanStart)
            Fail("The server has a session after a clean start (MQTT-3.2.2-2).");
        if (connect.ClientId.Length == 0 && connect.Version == MqttProtocolVersion.V500 && connack.AssignedClientIdentifier is null)
            Fail("The server assigned no client identifier (MQTT-3.2.2-16).");
        if (connack.AuthenticationMethod is not null)
            Fail("The server uses enhanced authentication, which was not asked for (MQTT-4.12.0-6).");
    }

    private static void Fail(string message) => throw new MqttProtocolException(ReasonCode.ProtocolError, message);
}

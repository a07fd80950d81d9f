using System.Diagnostics.CodeAnalysis;

namespace Ota.Mqtt;

/// <summary>Throws out of line, so that the checks themselves inline well.</summary>
internal static class Refuse
{
    /// <summary>The packet cannot be parsed according to the specification (4.13.1).</summary>
    [DoesNotReturn]
    public static void Malformed(string message) => throw new MqttProtocolException(ReasonCode.MalformedPacket, message);

    /// <summary>The packet can be parsed, but its content or moment is not allowed (4.13.1).</summary>
    [DoesNotReturn]
    public static void ProtocolError(string message) => throw new MqttProtocolException(ReasonCode.ProtocolError, message);

    [DoesNotReturn]
    public static void With(ReasonCode reason, string message) => throw new MqttProtocolException(reason, message);
}

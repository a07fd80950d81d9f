using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Ota.Mqtt.Broker;

/// <summary>Who is behind a connection.</summary>
public sealed record MqttClientInfo
{
    /// <summary>The client identifier, the assigned one if the client had none.</summary>
    public required string ClientId { get; init; }

    /// <summary>The version that the client speaks.</summary>
    public MqttProtocolVersion Version { get; init; }

    /// <summary>The user name of CONNECT, or the one that the authentication decided on; null when there is none.</summary>
    public string? UserName { get; init; }

    /// <summary>The certificate that TLS has verified; null when there is none.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Where the connection comes from, when the transport knows.</summary>
    public EndPoint? RemoteEndPoint { get; init; }

    /// <summary>The identity that <c>%u</c> stands for: the common name of the certificate, else the user name, else null.</summary>
    public string? Identity =>
        Certificate?.GetNameInfo(X509NameType.SimpleName, forIssuer: false) is { Length: > 0 } name ? name : UserName;
}

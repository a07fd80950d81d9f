using System.IO.Pipelines;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Ota.Mqtt.Transport;

namespace Ota.Mqtt.Broker;

/// <summary>What a connection needs of the socket, TLS stream or WebSocket below it.</summary>
internal sealed record MqttTransport(
    PipeReader Input,
    PipeWriter Output,
    EndPoint? RemoteEndPoint,
    X509Certificate2? Certificate,
    Action Abort,
    IInlineConnection? Inline = null);

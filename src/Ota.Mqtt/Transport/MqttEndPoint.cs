using System.Net;

namespace Ota.Mqtt.Transport;

/// <summary>An address and port whose connections the event loops serve, where there are any (Linux); elsewhere an ordinary one.</summary>
/// <param name="address">The address to listen on.</param>
/// <param name="port">The TCP port, 0 for any free one.</param>
public sealed class MqttEndPoint(IPAddress address, int port) : IPEndPoint(address, port);

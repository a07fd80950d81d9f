using System.Net;
using System.Net.Sockets;

namespace Ota.Mqtt.Tests.Client;

/// <summary>A server that does exactly what a test says, packet by packet, on raw sockets.</summary>
internal sealed class ScriptedServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly MqttProtocolVersion _version;
    private readonly List<ScriptedConnection> _connections = [];

    public ScriptedServer(MqttProtocolVersion version = MqttProtocolVersion.V500)
    {
        _version = version;
        _listener.Start();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Takes a connection and its CONNECT.</summary>
    public async Task<ScriptedConnection> AcceptAsync()
    {
        ScriptedConnection connection = new(await _listener.AcceptSocketAsync().Soon(), _version);
        _connections.Add(connection);
        connection.Connect = await connection.ReadAsync<ConnectPacket>();
        return connection;
    }

    /// <summary>Takes a connection and answers its CONNECT.</summary>
    public async Task<ScriptedConnection> WelcomeAsync(ConnackPacket? connack = null)
    {
        ScriptedConnection connection = await AcceptAsync();
        await connection.SendAsync(connack ?? new ConnackPacket());
        return connection;
    }

    public void Dispose()
    {
        _listener.Dispose();
        _connections.ForEach(connection => connection.Dispose());
    }
}

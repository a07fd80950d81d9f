using System.Net.WebSockets;

namespace Ota.Conformance.Wire;

/// <summary>One WebSocket to the broker; like <see cref="RawClient"/>, it sends what it is given.</summary>
public sealed class WebClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ClientWebSocket _socket = new();
    private readonly Queue<byte> _read = [];

    public string? Subprotocol => _socket.SubProtocol;

    /// <exception cref="WebSocketException">The broker refuses the handshake.</exception>
    public static async Task<WebClient> OpenAsync(Uri address, params string[] subprotocols)
    {
        WebClient client = new();
        foreach (string subprotocol in subprotocols) client._socket.Options.AddSubProtocol(subprotocol);
        await client._socket.ConnectAsync(address, CancellationToken.None).WaitAsync(Patience);
        return client;
    }

    public Task SendAsync(byte[] bytes, WebSocketMessageType type = WebSocketMessageType.Binary, bool isWhole = true) =>
        _socket.SendAsync(bytes, type, isWhole, CancellationToken.None).WaitAsync(Patience);

    public async Task<Received> ReadAsync(PacketType type, int level)
    {
        int firstByte = await ByteAsync();
        int length = 0;
        for (int shift = 0, part = 0x80; part >= 0x80; shift += 7) length |= ((part = await ByteAsync()) & 0x7F) << shift;
        byte[] body = new byte[length];
        for (int i = 0; i < length; i++) body[i] = _read.Count > 0 ? _read.Dequeue() : await ByteAsync();
        Received packet = new(firstByte, body, level);
        return packet.Type == type ? packet : throw new BrokerDeviationException($"Expected {type.ToString().ToUpperInvariant()}, got {packet}.");
    }

    /// <summary>The broker closes, whatever it says in WebSocket's own words, and after a DISCONNECT at most.</summary>
    public async Task EndAsync()
    {
        try
        {
            while (await TryReceiveAsync()) { }
        }
        catch (WebSocketException)
        {
            return; // Without a closing handshake.
        }

        if (_read.Count > 0 && _read.Peek() >> 4 != (int)PacketType.Disconnect)
            throw new BrokerDeviationException($"Expected the end, got {Convert.ToHexString([.. _read])}.");
    }

    public void Dispose() => _socket.Dispose();

    private async Task<byte> ByteAsync()
    {
        while (_read.Count == 0)
        {
            if (!await TryReceiveAsync()) throw new BrokerDeviationException("The broker closed the connection.");
        }

        return _read.Dequeue();
    }

    /// <summary>False at the end; only binary frames carry MQTT (MQTT-6.0.0-1).</summary>
    private async Task<bool> TryReceiveAsync()
    {
        byte[] buffer = new byte[4096];
        WebSocketReceiveResult received = await _socket.ReceiveAsync(buffer, CancellationToken.None).WaitAsync(Patience);
        if (received.MessageType == WebSocketMessageType.Close) return false;
        if (received.MessageType == WebSocketMessageType.Text) throw new BrokerDeviationException("The broker sent a text frame.");
        foreach (byte one in buffer.AsSpan(0, received.Count)) _read.Enqueue(one);
        return true;
    }
}

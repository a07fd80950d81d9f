using System.Net.Sockets;

namespace Ota.Conformance.Wire;

/// <summary>One socket to the broker: sends what it is given, right or wrong, and reads packets with a deadline.</summary>
public sealed class RawClient : IAsyncDisposable
{
    private readonly TcpClient _tcp;
    private readonly NetworkStream _stream;
    private readonly TimeSpan _patience;
    private int _lastPacketId;

    private RawClient(TcpClient tcp, int level, TimeSpan patience)
    {
        (_tcp, Level, _patience) = (tcp, level, patience);
        _stream = tcp.GetStream();
    }

    /// <summary>The protocol level that packets are written and read in: 4 is 3.1.1, 5 is 5.0.</summary>
    public int Level { get; }

    public static async Task<RawClient> OpenAsync(string host, int port, int level, TimeSpan patience)
    {
        TcpClient tcp = new() { NoDelay = true };
        await tcp.ConnectAsync(host, port).WaitAsync(patience);
        return new RawClient(tcp, level, patience);
    }

    public int NextPacketId() => ++_lastPacketId;

    public async Task SendAsync(params byte[] bytes)
    {
        using CancellationTokenSource deadline = new(_patience);
        try
        {
            await _stream.WriteAsync(bytes, deadline.Token);
        }
        catch (IOException)
        {
            // The broker has closed already: the next read says so.
        }
    }

    public Task SendAsync(Outgoing packet) => SendAsync(Numbered(packet).Encode(Level));

    /// <summary>Several packets in one segment.</summary>
    public Task SendTogetherAsync(params Outgoing[] packets) =>
        SendAsync([.. packets.SelectMany(packet => Numbered(packet).Encode(Level))]);

    /// <summary>The next packet, or null when the broker has closed the connection.</summary>
    public async Task<Received?> TryReadAsync()
    {
        using CancellationTokenSource deadline = new(_patience);
        try
        {
            return await ReadFrameAsync(deadline.Token);
        }
        catch (Exception closed) when (closed is EndOfStreamException or IOException { InnerException: SocketException })
        {
            return null;
        }
        catch (OperationCanceledException)
        {
            throw new BrokerDeviationException($"The broker neither sent nor closed anything within {_patience.TotalSeconds} s.");
        }
    }

    public async Task<Received> ReadAsync(PacketType type)
    {
        Received? packet = await TryReadAsync();
        return packet?.Type == type
            ? packet
            : throw new BrokerDeviationException($"Expected {type.ToString().ToUpperInvariant()}, got {packet?.ToString() ?? "the end"}.");
    }

    /// <summary>Nothing was waiting: a PINGREQ is answered at once, and by PINGRESP.</summary>
    public async Task QuietAsync()
    {
        await SendAsync(Frame.Pingreq);
        await ReadAsync(PacketType.Pingresp);
    }

    /// <summary>
    /// The broker closes, after a CONNACK or DISCONNECT at most: which, and with one of these codes if any are given.
    /// </summary>
    public async Task<Received?> ClosedAsync(params int[] codes)
    {
        Received? last = await TryReadAsync();
        if (last is null) return null;
        bool farewell = last.Type is PacketType.Connack or PacketType.Disconnect && last.Code != 0;
        if (!farewell || (codes.Length > 0 && !codes.Contains(last.Code)))
        {
            string expected = string.Join('/', codes.Select(code => $"{code:X2}"));
            throw new BrokerDeviationException($"Expected the end with {expected}, got {last}.");
        }

        await EndAsync();
        return last;
    }

    /// <summary>The broker closes without a word.</summary>
    public async Task EndAsync()
    {
        if (await TryReadAsync() is { } packet) throw new BrokerDeviationException($"Expected the end, got {packet}.");
    }

    /// <summary>Leaves without DISCONNECT, and waits until the broker has noticed.</summary>
    public async Task DropAsync()
    {
        _tcp.Client.Shutdown(SocketShutdown.Send);
        while (await TryReadAsync() is not null) { }
    }

    public ValueTask DisposeAsync()
    {
        _tcp.Dispose();
        return ValueTask.CompletedTask;
    }

    private Outgoing Numbered(Outgoing packet) =>
        packet is Publish { Qos: > 0, PacketId: null } publish ? publish with { PacketId = NextPacketId() } : packet;

    private async Task<Received> ReadFrameAsync(CancellationToken stop)
    {
        byte[] one = new byte[1];
        await _stream.ReadExactlyAsync(one, stop);
        int firstByte = one[0];
        int length = 0;
        for (int shift = 0; ; shift += 7)
        {
            if (shift > 21) throw new BrokerDeviationException("The remaining length has more than four bytes.");
            await _stream.ReadExactlyAsync(one, stop);
            length |= (one[0] & 0x7F) << shift;
            if (one[0] < 0x80) break;
        }

        byte[] body = new byte[length];
        await _stream.ReadExactlyAsync(body, stop);
        return new Received(firstByte, body, Level);
    }
}

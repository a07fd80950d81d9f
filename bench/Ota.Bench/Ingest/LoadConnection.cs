using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Ota.Bench.Ingest;

/// <summary>One connection of the load generator, which speaks for some vehicles in turn.</summary>
internal sealed class LoadConnection : IDisposable
{
    private const int AckSize = 4;
    private const byte Connack = 0x20;
    private const byte Puback = 0x40;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly long[] _due; // When the messages were due that wait for their acknowledgement; by place in the order of sending.
    private readonly byte[] _acks = new byte[4096];
    private byte[] _out = new byte[4096];
    private int _outStart;
    private int _outEnd;
    private int _ackRest;
    private long _sent;
    private long _acked;

    public LoadConnection(int number, int port, int window)
    {
        Number = number;
        _due = new long[window];
        // One address has too few ports for many runs of a thousand connections.
        _socket.Bind(new IPEndPoint(new IPAddress([127, 0, 0, (byte)(2 + (number % 64))]), 0));
        _socket.Connect(IPAddress.Loopback, port);
        byte[] id = Encoding.ASCII.GetBytes($"load-{number}");
        _socket.Send([0x10, (byte)(12 + id.Length), 0, 4, .. "MQTT"u8, 4, 2, 0, 0, 0, (byte)id.Length, .. id]);
        byte[] answer = new byte[AckSize];
        for (int got = 0; got < AckSize;)
        {
            int count = _socket.Receive(answer.AsSpan(got));
            got += count > 0 ? count : throw new IOException("The broker closed a connection at once.");
        }
        if (answer[0] != Connack || answer[3] != 0) throw new IOException("The broker refused a connection.");
        _socket.Blocking = false;
    }

    public int Number { get; }

    public Socket Socket => _socket;

    public long Sent => _sent;

    public int Waiting => (int)(_sent - _acked);

    public bool HasRoom => Waiting < _due.Length;

    public bool IsFlushed => _outStart == _outEnd;

    /// <summary>The packet identifier of the next message.</summary>
    public ushort NextId => IdOf(_sent);

    /// <summary>Room for the next message; <see cref="Written"/> follows.</summary>
    public Span<byte> Room(int size)
    {
        if (IsFlushed) _outStart = _outEnd = 0;
        if (_out.Length - _outEnd < size) Array.Resize(ref _out, Math.Max(_outEnd + size, _out.Length * 2));
        return _out.AsSpan(_outEnd, size);
    }

    public void Written(int size, long due)
    {
        _outEnd += size;
        _due[_sent++ % _due.Length] = due;
    }

    /// <summary>Sends what the socket takes.</summary>
    public void Flush()
    {
        while (!IsFlushed)
        {
            int count = _socket.Send(_out.AsSpan(_outStart, _outEnd - _outStart), SocketFlags.None, out SocketError error);
            if (error == SocketError.WouldBlock) return;
            if (error != SocketError.Success) throw new IOException($"A connection broke: {error}.");
            _outStart += count;
        }
    }

    /// <summary>Takes what acknowledgements there are, which come in the order of the messages.</summary>
    /// <returns>How many.</returns>
    public int TakeAcks(AckTimes times)
    {
        int taken = 0;
        while (true)
        {
            int count = _socket.Receive(_acks.AsSpan(_ackRest), SocketFlags.None, out SocketError error);
            if (error == SocketError.WouldBlock) return taken;
            if (error != SocketError.Success || count == 0) throw new IOException($"The broker closed a connection ({error}).");
            int end = _ackRest + count;
            long now = Stopwatch.GetTimestamp();
            int at = 0;
            for (; at + AckSize <= end; at += AckSize, taken++)
            {
                if (_acks[at] != Puback || ((_acks[at + 2] << 8) | _acks[at + 3]) != IdOf(_acked)) throw new IOException("Not the acknowledgement that was due.");
                times.Add(now - _due[_acked++ % _due.Length]);
            }
            _acks.AsSpan(at, end - at).CopyTo(_acks);
            _ackRest = end - at;
            if (end < _acks.Length) return taken;
        }
    }

    public void Dispose() => _socket.Dispose();

    private static ushort IdOf(long message) => (ushort)(1 + (message % ushort.MaxValue));
}

using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Ota.Rpc.Tests.Client;

/// <summary>HTTP/2 frames by hand (RFC 9113, section 4).</summary>
internal sealed class RawConnection(NetworkStream stream, CancellationToken stop)
{
    public const byte Data = 0;
    public const byte Headers = 1;
    public const byte RstStream = 3;
    public const byte Settings = 4;
    public const byte Ping = 6;
    public const byte GoAway = 7;
    public const byte EndStream = 1;
    public const byte EndHeaders = 4;
    private const byte Ack = 1;

    /// <summary>Fires when the test ends.</summary>
    public CancellationToken Stop => stop;

    /// <summary>Takes the client's preface and sends empty settings.</summary>
    public async Task GreetAsync()
    {
        byte[] preface = new byte[24];
        await stream.ReadExactlyAsync(preface, stop);
        Encoding.ASCII.GetString(preface).Should().StartWith("PRI * HTTP/2.0");
        await SendAsync(Settings, 0, 0);
    }

    public async Task SendAsync(byte type, byte flags, int streamId, params byte[] payload)
    {
        byte[] frame = new byte[9 + payload.Length];
        frame[1] = (byte)(payload.Length >> 8);
        frame[2] = (byte)payload.Length;
        frame[3] = type;
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), streamId);
        payload.CopyTo(frame, 9);
        await stream.WriteAsync(frame, stop);
    }

    /// <summary>The next frame; settings are acknowledged, nothing else is answered.</summary>
    public async Task<(byte Type, byte Flags, int Stream, byte[] Payload)> ReadAsync()
    {
        byte[] header = new byte[9];
        await stream.ReadExactlyAsync(header, stop);
        byte[] payload = new byte[(header[0] << 16) | (header[1] << 8) | header[2]];
        await stream.ReadExactlyAsync(payload, stop);
        if (header[3] == Settings && header[4] == 0)
            await SendAsync(Settings, Ack, 0);
        return (header[3], header[4], BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(5)), payload);
    }

    /// <summary>Reads up to a frame of this type and returns its stream.</summary>
    public async Task<int> UntilAsync(byte type)
    {
        while (true)
        {
            (byte got, _, int id, _) = await ReadAsync();
            if (got == type)
                return id;
        }
    }

    /// <summary>Reads up to the end of a request and returns its stream.</summary>
    public async Task<int> UntilRequestEndsAsync()
    {
        while (true)
        {
            (byte type, byte flags, int id, _) = await ReadAsync();
            if (type is Data or Headers && (flags & EndStream) != 0)
                return id;
        }
    }

    public Task SendErrorAsync(byte type, int streamId, params int[] words)
    {
        byte[] payload = new byte[words.Length * 4];
        for (int i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(payload.AsSpan(i * 4), words[i]);
        return SendAsync(type, 0, streamId, payload);
    }

    /// <summary>A whole answer: headers, one message, trailers.</summary>
    public async Task AnswerAsync(int streamId, Note note)
    {
        await BeginAnswerAsync(streamId);
        await SendAsync(Data, 0, streamId, Wire.Frame(note));
        await SendAsync(Headers, EndHeaders | EndStream, streamId, Literal("grpc-status", "0"));
    }

    public Task BeginAnswerAsync(int streamId) =>
        SendAsync(Headers, EndHeaders, streamId, [0x88, .. Literal("content-type", "application/grpc")]);

    /// <summary>Swallows whatever comes until the client or the test ends.</summary>
    public async Task DrainAsync()
    {
        while (true)
            await ReadAsync();
    }

    // RFC 7541, 6.2.2: a literal without indexing, nothing Huffman-coded.
    private static byte[] Literal(string name, string value) =>
        [0, (byte)name.Length, .. Encoding.ASCII.GetBytes(name), (byte)value.Length, .. Encoding.ASCII.GetBytes(value)];
}

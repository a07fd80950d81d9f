using System.Buffers.Binary;

namespace Ota.Rpc.Tests.Hostile;

/// <summary>One HTTP/2 frame (RFC 9113, 4.1).</summary>
internal sealed record RawFrame(RawFrameType Type, byte Flags, int Stream, byte[] Payload)
{
    public const byte EndStream = 0x1;
    public const byte Ack = 0x1;
    public const byte EndHeaders = 0x4;
    public const byte Padded = 0x8;
    public const int HeaderSize = 9;

    public bool Has(byte flag) => (Flags & flag) != 0;

    public byte[] Encode()
    {
        byte[] bytes = new byte[HeaderSize + Payload.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, ((uint)Payload.Length << 8) | (byte)Type);
        bytes[4] = Flags;
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(5), Stream);
        Payload.CopyTo(bytes, HeaderSize);
        return bytes;
    }

    /// <summary>The next frame, or null when the peer closed the connection.</summary>
    public static async Task<RawFrame?> ReadAsync(System.IO.Stream from)
    {
        byte[] header = new byte[HeaderSize];
        if (await from.ReadAtLeastAsync(header, HeaderSize, throwOnEndOfStream: false) < HeaderSize)
            return null;
        byte[] payload = new byte[BinaryPrimitives.ReadUInt32BigEndian(header) >> 8];
        if (await from.ReadAtLeastAsync(payload, payload.Length, throwOnEndOfStream: false) < payload.Length)
            return null;
        return new RawFrame((RawFrameType)header[3], header[4], BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(5)) & int.MaxValue, payload);
    }
}

using System.Buffers;
using System.Buffers.Binary;
using Grpc.Core;

namespace Grpc.Framing;

/// <summary>
/// One length-prefixed message: a flag (0 plain, 1 compressed), the length as four bytes big-endian, the payload
/// (PROTOCOL-HTTP2, "Length-Prefixed-Message").
/// </summary>
internal readonly struct Frame(bool compressed, ReadOnlySequence<byte> payload)
{
    public const int HeaderSize = 5;

    public bool Compressed { get; } = compressed;

    public ReadOnlySequence<byte> Payload { get; } = payload;

    public static void WriteHeader(Span<byte> header, bool compressed, int length)
    {
        header[0] = compressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt32BigEndian(header[1..], (uint)length);
    }

    /// <summary>Takes the first frame off the buffer, or leaves it when bytes are missing.</summary>
    /// <exception cref="RpcException">
    /// RESOURCE_EXHAUSTED: the length is over the limit, told from the header alone. INTERNAL: the flag is neither 0 nor 1.
    /// </exception>
    public static bool TryRead(ref ReadOnlySequence<byte> buffer, int? maxLength, out Frame frame)
    {
        frame = default;
        if (buffer.Length < HeaderSize)
            return false;
        Span<byte> header = stackalloc byte[HeaderSize];
        buffer.Slice(0, HeaderSize).CopyTo(header);
        uint length = BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
        if (header[0] > 1)
            throw new RpcException(new Status(StatusCode.Internal, $"A message begins with the flag {header[0]}; only 0 and 1 exist."));
        if (length > (uint)(maxLength ?? int.MaxValue))
            throw TooLarge(length, maxLength ?? int.MaxValue, "received");
        if (buffer.Length - HeaderSize < length)
            return false;
        frame = new Frame(header[0] == 1, buffer.Slice(HeaderSize, length));
        buffer = buffer.Slice(HeaderSize + (long)length);
        return true;
    }

    public static RpcException TooLarge(long length, int limit, string what) => new(new Status(
        StatusCode.ResourceExhausted, $"The {what} message has {length} bytes; the limit is {limit}."));
}

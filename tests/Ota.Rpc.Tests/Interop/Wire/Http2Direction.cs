using System.Buffers.Binary;

namespace Ota.Rpc.Tests.Interop.Wire;

/// <summary>
/// Follows the bytes of one direction of an HTTP/2 connection and notes the gRPC messages in its DATA frames. It sees what is on
/// the wire, whatever either library says of it.
/// </summary>
internal sealed class Http2Direction(bool fromClient)
{
    private const int FrameHeaderSize = 9;
    private const byte DataFrame = 0;
    private const byte PaddedFlag = 8;

    private readonly Lock _sync = new();
    private readonly Dictionary<int, FrameFlags> _streams = [];
    private readonly byte[] _header = new byte[FrameHeaderSize];
    private int _prefaceLeft = fromClient ? "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".Length : 0;
    private int _headerLength;
    private int _frameLeft;
    private int _padding;
    private bool _paddingKnown;

    /// <summary>The flags of one stream's messages so far.</summary>
    public bool[] OfStream(int stream)
    {
        lock (_sync)
            return _streams.TryGetValue(stream, out FrameFlags? flags) ? flags.ToArray() : [];
    }

    /// <summary>The flags of all streams that carried messages, in the order in which the streams were opened.</summary>
    public bool[][] OfAllStreams()
    {
        lock (_sync)
            return [.. _streams.OrderBy(stream => stream.Key).Select(stream => stream.Value.ToArray())];
    }

    public void Feed(ReadOnlySpan<byte> bytes)
    {
        lock (_sync)
        {
            int preface = Math.Min(_prefaceLeft, bytes.Length);
            _prefaceLeft -= preface;
            bytes = bytes[preface..];
            while (bytes.Length > 0)
                bytes = _headerLength < FrameHeaderSize ? FeedHeader(bytes) : FeedPayload(bytes);
        }
    }

    private ReadOnlySpan<byte> FeedHeader(ReadOnlySpan<byte> bytes)
    {
        _header[_headerLength++] = bytes[0];
        if (_headerLength == FrameHeaderSize)
        {
            _frameLeft = (_header[0] << 16) | (_header[1] << 8) | _header[2];
            _paddingKnown = (_header[4] & PaddedFlag) == 0;
            _padding = 0;
            EndFrameIfEmpty();
        }
        return bytes[1..];
    }

    private ReadOnlySpan<byte> FeedPayload(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> part = bytes[..Math.Min(_frameLeft, bytes.Length)];
        _frameLeft -= part.Length;
        if (_header[3] == DataFrame)
            FeedData(part, _frameLeft);
        EndFrameIfEmpty();
        return bytes[part.Length..];
    }

    private void FeedData(ReadOnlySpan<byte> part, int following)
    {
        if (!_paddingKnown)
        {
            _padding = part[0];
            _paddingKnown = true;
            part = part[1..];
        }
        int padding = Math.Max(0, _padding - following);
        int stream = BinaryPrimitives.ReadInt32BigEndian(_header.AsSpan(5)) & int.MaxValue;
        if (!_streams.TryGetValue(stream, out FrameFlags? flags))
            _streams[stream] = flags = new FrameFlags();
        flags.Feed(part[..Math.Max(0, part.Length - padding)]);
    }

    private void EndFrameIfEmpty()
    {
        if (_frameLeft == 0)
            _headerLength = 0;
    }
}

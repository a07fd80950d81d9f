namespace Ota.Server.Telemetry.Sinks;

/// <summary>One batch as it was read from the spool; the buffer is used again for the next.</summary>
internal sealed class SpoolFrame
{
    private byte[] _buffer = [];
    private int _length;

    public SpoolFrameHeader Header { get; private set; }

    /// <summary>Where the next frame begins.</summary>
    public SpoolPosition Next { get; private set; }

    public ReadOnlyMemory<byte> Payload => _buffer.AsMemory(0, _length);

    /// <summary>Takes what stands at an offset; false when it is no whole frame.</summary>
    public bool TryRead(SpoolSegment segment, long offset)
    {
        Span<byte> head = stackalloc byte[SpoolFrameHeader.Size];
        if (segment.Read(offset, head) < head.Length || !SpoolFrameHeader.TryRead(head, out SpoolFrameHeader header)) return false;
        if (_buffer.Length < header.Length) _buffer = new byte[header.Length];
        _length = header.Length;
        Span<byte> payload = _buffer.AsSpan(0, _length);
        if (segment.Read(offset + head.Length, payload) < _length || !header.Fits(payload)) return false;
        Header = header;
        Next = new SpoolPosition(segment.Id, offset + head.Length + _length);
        return true;
    }
}

using System.Buffers;

namespace Grpc.Framing;

/// <summary>Lets a decompressing stream read a message's bytes.</summary>
internal sealed class SequenceStream(ReadOnlySequence<byte> rest) : Stream
{
    private ReadOnlySequence<byte> _rest = rest;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException("This stream only gives bytes.");

    public override long Position
    {
        get => throw new NotSupportedException("This stream only gives bytes.");
        set => throw new NotSupportedException("This stream only gives bytes.");
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int count = (int)Math.Min(buffer.Length, _rest.Length);
        _rest.Slice(0, count).CopyTo(buffer);
        _rest = _rest.Slice(count);
        return count;
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("This stream only gives bytes.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("This stream only gives bytes.");

    public override void SetLength(long value) => throw new NotSupportedException("This stream only gives bytes.");
}

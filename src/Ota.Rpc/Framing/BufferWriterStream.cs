using System.Buffers;

namespace Grpc.Framing;

/// <summary>Lets a compressing stream write into a buffer.</summary>
internal sealed class BufferWriterStream(IBufferWriter<byte> writer) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException("This stream only takes bytes.");

    public override long Position
    {
        get => throw new NotSupportedException("This stream only takes bytes.");
        set => throw new NotSupportedException("This stream only takes bytes.");
    }

    public override void Flush()
    {
    }

    public override void Write(byte[] buffer, int offset, int count) => writer.Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer) => writer.Write(buffer);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("This stream only takes bytes.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("This stream only takes bytes.");

    public override void SetLength(long value) => throw new NotSupportedException("This stream only takes bytes.");
}

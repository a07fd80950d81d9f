using System.Buffers.Binary;
using System.IO.Compression;

namespace Grpc.Net.Compression;

/// <summary>
/// Inflates one gzip member and insists on its end. <see cref="GZipStream"/> takes input that stops early for a shorter message;
/// the length that the member ends with (RFC 1952, ISIZE) tells the difference.
/// </summary>
internal sealed class GzipReadStream : Stream
{
    private const int SmallestMember = 18;

    private readonly TailStream _compressed;
    private readonly GZipStream _plain;
    private uint _length;

    public GzipReadStream(Stream compressed)
    {
        _compressed = new TailStream(compressed);
        _plain = new GZipStream(_compressed, CompressionMode.Decompress, leaveOpen: true);
    }

    // No bytes at all are what GZipStream writes for an empty message, so peers on .NET send that.
    private bool IsWhole => _compressed.Count == 0 || (_compressed.Count >= SmallestMember && _compressed.LastWord == _length);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException("This stream only gives bytes.");

    public override long Position
    {
        get => throw new NotSupportedException("This stream only gives bytes.");
        set => throw new NotSupportedException("This stream only gives bytes.");
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <exception cref="InvalidDataException">The bytes are not one whole gzip member.</exception>
    public override int Read(Span<byte> buffer)
    {
        int count = _plain.Read(buffer);
        _length += (uint)count;
        if (count == 0 && !buffer.IsEmpty && !IsWhole)
            throw new InvalidDataException("The compressed bytes end early.");
        return count;
    }

    public override void Flush()
    {
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("This stream only gives bytes.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("This stream only gives bytes.");

    public override void SetLength(long value) => throw new NotSupportedException("This stream only gives bytes.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _plain.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Remembers the last four bytes that went through.</summary>
    private sealed class TailStream(Stream inner) : Stream
    {
        private readonly byte[] _tail = new byte[sizeof(uint)];

        public long Count { get; private set; }

        public uint LastWord => BinaryPrimitives.ReadUInt32LittleEndian(_tail);

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => inner.Length;

        public override long Position { get => inner.Position; set => inner.Position = value; }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int count = inner.Read(buffer);
            int kept = Math.Min(count, _tail.Length);
            _tail.AsSpan(kept).CopyTo(_tail);
            buffer.Slice(count - kept, kept).CopyTo(_tail.AsSpan(_tail.Length - kept));
            Count += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

        public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

        public override void SetLength(long value) => inner.SetLength(value);
    }
}

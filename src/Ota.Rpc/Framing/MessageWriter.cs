using System.Buffers;
using System.IO.Compression;
using Grpc.Core;
using Grpc.Net.Compression;

namespace Grpc.Framing;

/// <summary>
/// Frames messages into a writer. A message whose length the marshaller says beforehand goes straight into the target; others,
/// and compressed ones, pass a pooled buffer. One instance serves one stream, so a message costs no allocation.
/// </summary>
internal sealed class MessageWriter(IBufferWriter<byte> target, int? maxLength) : SerializationContext, IBufferWriter<byte>, IDisposable
{
    private const int Unknown = -1;

    private PooledBufferWriter? _buffer; // Only for messages of unknown length and compressed ones.
    private IBufferWriter<byte>? _sink;
    private int _declared = Unknown;
    private int _written;
    private bool _completed;

    /// <summary>With what to compress; null is not at all.</summary>
    public ICompressionProvider? Compression { get; set; }

    public CompressionLevel? CompressionLevel { get; set; }

    /// <summary>Frames one message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="serializer">Its marshaller's serializer.</param>
    /// <param name="compress">False sends this message plain even when <see cref="Compression"/> is set.</param>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: the message is over the limit; nothing was written.</exception>
    public void Write<T>(T message, Action<T, SerializationContext> serializer, bool compress = true)
    {
        ICompressionProvider? compression = Compression;
        if (!compress)
            Compression = null;
        _declared = Unknown;
        _written = 0;
        _completed = false;
        _buffer?.Clear();
        try
        {
            serializer(message, this);
            if (!_completed)
                throw new InvalidOperationException("The marshaller returned without Complete().");
        }
        finally
        {
            Compression = compression;
        }
    }

    public override void SetPayloadLength(int payloadLength)
    {
        Check(payloadLength);
        _declared = payloadLength;
    }

    public override IBufferWriter<byte> GetBufferWriter()
    {
        bool direct = _declared != Unknown && Compression is null;
        _sink = direct ? target : _buffer ??= new PooledBufferWriter();
        if (direct && _written == 0)
            WriteHeader(compressed: false, _declared);
        return this;
    }

    public override void Complete()
    {
        if (_sink == _buffer)
            Emit(_buffer!.WrittenSpan);
        else if (_written != _declared)
            throw new InvalidOperationException($"The marshaller announced {_declared} bytes and wrote {_written}.");
        _completed = true;
    }

    public override void Complete(byte[] payload)
    {
        Emit(payload);
        _completed = true;
    }

    public void Dispose() => _buffer?.Dispose();

    void IBufferWriter<byte>.Advance(int count)
    {
        _written += count;
        _sink!.Advance(count);
    }

    Memory<byte> IBufferWriter<byte>.GetMemory(int sizeHint) => _sink!.GetMemory(sizeHint);

    Span<byte> IBufferWriter<byte>.GetSpan(int sizeHint) => _sink!.GetSpan(sizeHint);

    private void Emit(ReadOnlySpan<byte> payload)
    {
        Check(payload.Length);
        if (Compression is null || payload.IsEmpty) // GZipStream makes no bytes of nothing, which is no gzip to other peers.
        {
            WriteHeader(compressed: false, payload.Length);
            target.Write(payload);
            return;
        }
        using PooledBufferWriter compressed = new();
        using (Stream stream = Compression.CreateCompressionStream(new BufferWriterStream(compressed), CompressionLevel))
            stream.Write(payload);
        WriteHeader(compressed: true, compressed.Length);
        target.Write(compressed.WrittenSpan);
    }

    private void WriteHeader(bool compressed, int length)
    {
        Frame.WriteHeader(target.GetSpan(Frame.HeaderSize), compressed, length);
        target.Advance(Frame.HeaderSize);
    }

    private void Check(int length)
    {
        if (length > maxLength)
            throw Frame.TooLarge(length, maxLength.Value, "sent");
    }
}

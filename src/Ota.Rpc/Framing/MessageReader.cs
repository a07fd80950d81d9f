using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Compression;
using Grpc.Protocol;

namespace Grpc.Framing;

/// <summary>
/// Reads framed messages from a pipe. <see cref="ReadAsync"/> finds the next one, <see cref="Take"/> turns it into a message and
/// frees its bytes. One instance serves one stream, so a message costs no allocation beyond itself.
/// </summary>
internal sealed class MessageReader(PipeReader pipe, int? maxLength, CompressionProviders compressions) : DeserializationContext, IDisposable
{
    private PooledBufferWriter? _plain; // Only for compressed messages.
    private ReadOnlySequence<byte> _payload;
    private SequencePosition _next;

    /// <summary>The stream's <c>grpc-encoding</c>; null when the header is absent.</summary>
    public string? Encoding { get; set; }

    /// <summary>Whether the message last read came compressed.</summary>
    public bool WasCompressed { get; private set; }

    /// <summary>Whether the transport lost the stream while it was read.</summary>
    public bool IsBroken { get; private set; }

    public override int PayloadLength => (int)_payload.Length;

    /// <summary>Finds a message that is there already, without waiting; the rest is for <see cref="ReadAsync"/>.</summary>
    public bool TryRead() => TryReadPipe(out ReadResult result) && TryParse(result, out bool found) && found;

    /// <summary>Waits for a message: false at the end of the stream.</summary>
    /// <exception cref="RpcException">The bytes are not a message, or one over the limit, or in an unknown encoding.</exception>
    public ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (TryReadPipe(out ReadResult result))
        {
            if (TryParse(result, out bool found))
                return new(found);
        }
        return WaitAsync(cancellationToken);
    }

    /// <summary>The message that <see cref="ReadAsync"/> found; its bytes are given back.</summary>
    /// <exception cref="RpcException">INTERNAL: the bytes are not such a message.</exception>
    public T Take<T>(Func<DeserializationContext, T> deserializer)
    {
        try
        {
            return deserializer(this);
        }
        catch (InvalidProtocolBufferException broken) // The peer's fault, not the handler's.
        {
            throw new RpcException(new Status(StatusCode.Internal, "A message is not valid protobuf.", broken));
        }
        finally
        {
            _payload = default;
            _plain?.Dispose();
            pipe.AdvanceTo(_next);
        }
    }

    /// <summary>Makes sure that nothing follows the message last taken.</summary>
    /// <exception cref="RpcException">INTERNAL: another message follows.</exception>
    public ValueTask ExpectEndAsync(CancellationToken cancellationToken)
    {
        if (TryReadPipe(out ReadResult result))
        {
            bool ended = result.IsCompleted && result.Buffer.IsEmpty;
            pipe.AdvanceTo(result.Buffer.Start);
            if (ended)
                return default;
        }
        return Slow(cancellationToken);

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
        async ValueTask Slow(CancellationToken cancel)
        {
            ReadResult read;
            try
            {
                read = await pipe.ReadAsync(cancel).ConfigureAwait(false);
            }
            catch (IOException)
            {
                IsBroken = true;
                throw;
            }
            bool more = !read.Buffer.IsEmpty;
            pipe.AdvanceTo(read.Buffer.Start);
            if (more)
                throw new RpcException(new Status(StatusCode.Internal, "A second message came where only one is allowed."));
        }
    }

    public override byte[] PayloadAsNewBuffer() => _payload.ToArray();

    public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => _payload;

    public void Dispose() => _plain?.Dispose();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                ReadResult result = await pipe.ReadAsync(cancellationToken).ConfigureAwait(false);
                if (TryParse(result, out bool found))
                    return found;
            }
        }
        catch (IOException)
        {
            IsBroken = true;
            throw;
        }
    }

    private bool TryReadPipe(out ReadResult result)
    {
        try
        {
            return pipe.TryRead(out result);
        }
        catch (IOException)
        {
            IsBroken = true;
            throw;
        }
    }

    /// <summary>True when the outcome is known; false when more bytes are needed. Then nothing is consumed.</summary>
    private bool TryParse(in ReadResult result, out bool found)
    {
        if (result.IsCanceled)
            throw new OperationCanceledException("The read was cancelled.");
        found = TryFind(result.Buffer);
        if (found)
            return true;
        pipe.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        if (!result.IsCompleted)
            return false;
        if (!result.Buffer.IsEmpty)
            throw new RpcException(new Status(StatusCode.Internal, "The stream ended in the middle of a message."));
        return true;
    }

    private bool TryFind(ReadOnlySequence<byte> buffer)
    {
        SequencePosition end = buffer.End;
        try
        {
            if (!Frame.TryRead(ref buffer, maxLength, out Frame frame))
                return false;
            _next = buffer.Start;
            WasCompressed = frame.Compressed;
            _payload = frame.Compressed ? Decompress(frame.Payload) : frame.Payload;
            return true;
        }
        catch (RpcException)
        {
            pipe.AdvanceTo(end); // Ends the read, so that the transport can still finish the stream in order.
            throw;
        }
    }

    private ReadOnlySequence<byte> Decompress(ReadOnlySequence<byte> compressed)
    {
        if (string.IsNullOrEmpty(Encoding) || Encoding == GrpcHeaders.Identity)
            throw new RpcException(new Status(StatusCode.Internal, "A message is compressed, but grpc-encoding names no compression."));
        if (!compressions.TryGet(Encoding, out ICompressionProvider? provider))
            throw new RpcException(new Status(StatusCode.Unimplemented, $"The compression '{Encoding}' is not known here; use {compressions.AcceptEncoding}."));
        PooledBufferWriter plain = _plain ??= new PooledBufferWriter();
        plain.Clear();
        try
        {
            using Stream stream = provider.CreateDecompressionStream(new SequenceStream(compressed));
            int count;
            while ((count = stream.Read(plain.GetSpan())) > 0)
            {
                plain.Advance(count);
                if (plain.Length > maxLength) // Checked while inflating: a small bomb must not become a large buffer.
                    throw Frame.TooLarge(plain.Length, maxLength.Value, "decompressed");
            }
        }
        catch (InvalidDataException broken)
        {
            throw new RpcException(new Status(StatusCode.Internal, $"A message is not valid {Encoding}.", broken));
        }
        return new ReadOnlySequence<byte>(plain.Written);
    }
}

using System.Buffers;

namespace Grpc.Core;

/// <summary>Turns messages of one type into bytes and back.</summary>
/// <typeparam name="T">The message.</typeparam>
public class Marshaller<T>
{
    private Func<T, byte[]>? _serializer;
    private Func<byte[], T>? _deserializer;

    /// <summary>Makes a marshaller from functions over byte arrays.</summary>
    /// <param name="serializer">Message to bytes.</param>
    /// <param name="deserializer">Bytes to message.</param>
    public Marshaller(Func<T, byte[]> serializer, Func<byte[], T> deserializer)
    {
        _serializer = serializer ?? throw new ArgumentNullException(nameof(serializer));
        _deserializer = deserializer ?? throw new ArgumentNullException(nameof(deserializer));
        ContextualSerializer = (message, context) => context.Complete(serializer(message));
        ContextualDeserializer = context => deserializer(context.PayloadAsNewBuffer());
    }

    /// <summary>Makes a marshaller from functions that write to and read from the call's own buffers.</summary>
    /// <param name="serializer">Writes a message into the context.</param>
    /// <param name="deserializer">Reads a message out of the context.</param>
    public Marshaller(Action<T, SerializationContext> serializer, Func<DeserializationContext, T> deserializer)
    {
        ContextualSerializer = serializer ?? throw new ArgumentNullException(nameof(serializer));
        ContextualDeserializer = deserializer ?? throw new ArgumentNullException(nameof(deserializer));
    }

    /// <summary>Message to bytes.</summary>
    public Func<T, byte[]> Serializer => _serializer ??= message =>
    {
        ArrayContext context = new(default);
        ContextualSerializer(message, context);
        return context.Result;
    };

    /// <summary>Bytes to message.</summary>
    public Func<byte[], T> Deserializer => _deserializer ??= bytes => ContextualDeserializer(new ArrayContext.Reader(bytes));

    /// <summary>Writes a message into the context.</summary>
    public Action<T, SerializationContext> ContextualSerializer { get; }

    /// <summary>Reads a message out of the context.</summary>
    public Func<DeserializationContext, T> ContextualDeserializer { get; }

    private sealed class ArrayContext(byte[]? result) : SerializationContext
    {
        private readonly ArrayBufferWriter<byte> _writer = new();
        private byte[]? _result = result;

        public byte[] Result => _result ?? _writer.WrittenSpan.ToArray();

        public override void Complete(byte[] payload) => _result = payload;

        public override IBufferWriter<byte> GetBufferWriter() => _writer;

        public override void Complete()
        {
        }

        public sealed class Reader(byte[] payload) : DeserializationContext
        {
            public override int PayloadLength => payload.Length;

            public override byte[] PayloadAsNewBuffer() => payload.AsSpan().ToArray();

            public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => new(payload);
        }
    }
}

using System.Buffers;

namespace Grpc.Core;

/// <summary>Where a marshaller reads one message from. Valid only during the marshaller's call.</summary>
public abstract class DeserializationContext
{
    /// <summary>The message's length in bytes.</summary>
    public abstract int PayloadLength { get; }

    /// <summary>A copy of the message's bytes.</summary>
    public virtual byte[] PayloadAsNewBuffer() => PayloadAsReadOnlySequence().ToArray();

    /// <summary>The message's bytes without a copy; they are reused once the marshaller returns.</summary>
    public virtual ReadOnlySequence<byte> PayloadAsReadOnlySequence() => throw new NotSupportedException("This context has no sequence.");
}

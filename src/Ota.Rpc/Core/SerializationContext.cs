using System.Buffers;

namespace Grpc.Core;

/// <summary>Where a marshaller writes one message. Valid only during the marshaller's call.</summary>
public abstract class SerializationContext
{
    /// <summary>Hands over the whole message and ends the serialisation.</summary>
    /// <param name="payload">The message's bytes.</param>
    public virtual void Complete(byte[] payload) => throw new NotSupportedException("This context takes no array.");

    /// <summary>The writer that takes the message's bytes; follow it with <see cref="Complete()"/>.</summary>
    public virtual IBufferWriter<byte> GetBufferWriter() => throw new NotSupportedException("This context has no writer.");

    /// <summary>Says how many bytes will come, which lets them go straight to the connection. Optional.</summary>
    /// <param name="payloadLength">The exact length in bytes.</param>
    public virtual void SetPayloadLength(int payloadLength)
    {
    }

    /// <summary>Ends the serialisation into <see cref="GetBufferWriter"/>.</summary>
    public virtual void Complete() => throw new NotSupportedException("This context has no writer.");
}

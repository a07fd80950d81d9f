namespace Grpc.Core;

/// <summary>How one message is sent.</summary>
[Flags]
public enum WriteFlags
{
    /// <summary>Not set.</summary>
    None = 0,

    /// <summary>More messages follow soon: the transport may hold this one back to send them together.</summary>
    BufferHint = 0x1,

    /// <summary>Not compressed, even though the call is.</summary>
    NoCompress = 0x2,
}

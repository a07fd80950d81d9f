namespace Grpc.Core;

/// <summary>How the messages of a stream are sent.</summary>
/// <param name="flags">The flags.</param>
public class WriteOptions(WriteFlags flags = WriteFlags.None)
{
    /// <summary>No flags.</summary>
    public static readonly WriteOptions Default = new();

    /// <summary>The flags.</summary>
    public WriteFlags Flags { get; } = flags;
}

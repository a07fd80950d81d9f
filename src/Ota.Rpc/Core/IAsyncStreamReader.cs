namespace Grpc.Core;

/// <summary>Reads a stream of messages, one at a time.</summary>
/// <typeparam name="T">The message.</typeparam>
public interface IAsyncStreamReader<out T>
{
    /// <summary>The message last read. Valid after <see cref="MoveNext"/> gave true.</summary>
    T Current { get; }

    /// <summary>Waits for the next message: true with a message in <see cref="Current"/>, false at the end of the stream.</summary>
    /// <param name="cancellationToken">On a client, cancels the whole call.</param>
    /// <exception cref="RpcException">On a client: the call ended with another status than OK.</exception>
    Task<bool> MoveNext(CancellationToken cancellationToken);
}

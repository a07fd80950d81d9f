namespace Grpc.Core;

/// <summary>Writes a stream of messages, one at a time.</summary>
/// <typeparam name="T">The message.</typeparam>
public interface IAsyncStreamWriter<in T>
{
    /// <summary>How the next messages are sent; null is <see cref="WriteOptions.Default"/>.</summary>
    WriteOptions? WriteOptions { get; set; }

    /// <summary>Sends a message; completes when flow control has room for more. Only one write may be under way.</summary>
    /// <param name="message">The message.</param>
    Task WriteAsync(T message);

    /// <summary>Sends a message; completes when flow control has room for more. Only one write may be under way.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Gives up the wait, and on a client the whole call.</param>
    Task WriteAsync(T message, CancellationToken cancellationToken) => cancellationToken.CanBeCanceled
        ? throw new NotSupportedException("This writer does not take a cancellation token.")
        : WriteAsync(message);
}

namespace Grpc.Core;

/// <summary>
/// A call that ended with another status than OK. Thrown by clients; thrown by a service, its status and trailers go to the
/// caller as they are.
/// </summary>
/// <param name="status">The status of the call.</param>
/// <param name="trailers">The trailers of the call.</param>
/// <param name="message">The exception's own message.</param>
#pragma warning disable CA1032 // An RpcException without a status has no meaning, so the usual constructors would be traps.
public class RpcException(Status status, Metadata trailers, string message) : Exception(message, status.DebugException)
#pragma warning restore CA1032
{
    /// <summary>Makes an exception without trailers.</summary>
    /// <param name="status">The status of the call.</param>
    public RpcException(Status status) : this(status, Metadata.Empty, status.ToString())
    {
    }

    /// <summary>Makes an exception without trailers, with a message of its own.</summary>
    /// <param name="status">The status of the call.</param>
    /// <param name="message">The exception's own message; the status is sent, this is not.</param>
    public RpcException(Status status, string message) : this(status, Metadata.Empty, message)
    {
    }

    /// <summary>Makes an exception with trailers.</summary>
    /// <param name="status">The status of the call.</param>
    /// <param name="trailers">The trailers of the call.</param>
    public RpcException(Status status, Metadata trailers) : this(status, trailers, status.ToString())
    {
    }

    /// <summary>The status of the call.</summary>
    public Status Status { get; } = status;

    /// <summary>The code of <see cref="Status"/>.</summary>
    public StatusCode StatusCode => Status.StatusCode;

    /// <summary>The trailers of the call; empty when there were none.</summary>
    public Metadata Trailers { get; } = trailers ?? throw new ArgumentNullException(nameof(trailers));
}

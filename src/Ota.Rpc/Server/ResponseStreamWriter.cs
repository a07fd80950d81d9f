using Grpc.Core;

namespace Grpc.AspNetCore.Server;

/// <summary>The responses of a server streaming or duplex call.</summary>
internal sealed class ResponseStreamWriter<TResponse>(ServerCall call, Action<TResponse, SerializationContext> serializer)
    : IServerStreamWriter<TResponse>
    where TResponse : class
{
    public WriteOptions? WriteOptions
    {
        get => call.WriteOptions;
        set => call.WriteOptions = value;
    }

    public Task WriteAsync(TResponse message) => WriteAsync(message, CancellationToken.None);

    public Task WriteAsync(TResponse message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        CancellationToken token = cancellationToken.CanBeCanceled ? cancellationToken : call.CancellationToken;
        token.ThrowIfCancellationRequested();
        ValueTask write = call.WriteMessageAsync(message, serializer, flush: true, token);
        return write.IsCompletedSuccessfully ? Task.CompletedTask : write.AsTask();
    }
}

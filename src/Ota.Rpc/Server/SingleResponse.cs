using Grpc.Core;

namespace Grpc.AspNetCore.Server;

/// <summary>Writes the response of a call that has exactly one.</summary>
internal static class SingleResponse
{
    /// <summary>Leaves the message in the buffer: headers, message and trailers then leave in one write.</summary>
    public static ValueTask WriteAsync<T>(ServerCall call, T? response, Action<T, SerializationContext> serializer) where T : class
    {
        if (response is null)
            throw new RpcException(new Status(StatusCode.Cancelled, "The handler returned no message."));
        return call.Status.StatusCode == StatusCode.OK
            ? call.WriteMessageAsync(response, serializer, flush: false, CancellationToken.None)
            : default; // A handler may set a status instead of throwing: the message then does not count.
    }
}

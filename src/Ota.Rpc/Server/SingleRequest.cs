using System.Runtime.CompilerServices;
using Grpc.Core;

namespace Grpc.AspNetCore.Server;

/// <summary>Reads the request of a call that has exactly one.</summary>
internal static class SingleRequest
{
    /// <exception cref="RpcException">INTERNAL: there is no message, or more than one.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<T> ReadAsync<T>(ServerCall call, Func<DeserializationContext, T> deserializer)
    {
        if (!await call.Reader.ReadAsync(call.ReadToken).ConfigureAwait(false))
            throw new RpcException(new Status(StatusCode.Internal, "The request stream ended without a message."));
        T request = call.Reader.Take(deserializer);
        await call.Reader.ExpectEndAsync(call.ReadToken).ConfigureAwait(false);
        return request;
    }
}

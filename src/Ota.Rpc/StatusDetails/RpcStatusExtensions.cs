using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Protocol;

namespace Grpc.Core;

/// <summary>The rich error model: <see cref="Google.Rpc.Status"/> in the trailer <c>grpc-status-details-bin</c>.</summary>
public static class RpcStatusExtensions
{
    /// <summary>An exception that carries the status with its details to the caller.</summary>
    /// <param name="status">Code, message and details.</param>
    public static RpcException ToRpcException(this Google.Rpc.Status status)
    {
        ArgumentNullException.ThrowIfNull(status);
        return status.ToRpcException((StatusCode)status.Code, status.Message);
    }

    /// <summary>An exception that carries the details to the caller under a code and message of its own.</summary>
    /// <param name="status">The details.</param>
    /// <param name="statusCode">The code of <c>grpc-status</c>.</param>
    /// <param name="message">The text of <c>grpc-message</c>.</param>
    public static RpcException ToRpcException(this Google.Rpc.Status status, StatusCode statusCode, string message)
    {
        ArgumentNullException.ThrowIfNull(status);
        return new RpcException(new Status(statusCode, message), new Metadata { { GrpcHeaders.StatusDetails, status.ToByteArray() } });
    }

    /// <summary>The status with its details that an exception carries, or null when it has none.</summary>
    /// <param name="exception">What a call threw.</param>
    /// <exception cref="InvalidProtocolBufferException">The trailer is there and is no status.</exception>
    public static Google.Rpc.Status? GetRpcStatus(this RpcException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        byte[]? details = exception.Trailers.GetValueBytes(GrpcHeaders.StatusDetails);
        return details is null ? null : Google.Rpc.Status.Parser.ParseFrom(details);
    }

    /// <summary>The first detail of one type, or null.</summary>
    /// <typeparam name="T">E.g. <see cref="BadRequest"/>.</typeparam>
    /// <param name="status">The status.</param>
    public static T? GetDetail<T>(this Google.Rpc.Status status) where T : class, IMessage<T>, new()
    {
        ArgumentNullException.ThrowIfNull(status);
        return status.Details.FirstOrDefault(detail => detail.Is(new T().Descriptor)) is Any found ? found.Unpack<T>() : null;
    }
}

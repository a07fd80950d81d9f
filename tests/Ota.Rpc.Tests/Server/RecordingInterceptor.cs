using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Ota.Rpc.Tests.Server;

/// <summary>Writes down when it sees a call, and passes it on.</summary>
internal sealed class RecordingInterceptor(InterceptorDiary diary, string name) : Interceptor, IDisposable
{
    public void Dispose() => diary.Add($"{name} disposed");

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        diary.Add($"{name} in");
        context.UserState[name] = "was here";
        TResponse response = await continuation(request, context);
        diary.Add($"{name} out");
        return response;
    }

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        diary.Add($"{name} in");
        return continuation(requestStream, context);
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        diary.Add($"{name} in");
        return continuation(request, responseStream, context);
    }

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        diary.Add($"{name} in");
        return continuation(requestStream, responseStream, context);
    }
}

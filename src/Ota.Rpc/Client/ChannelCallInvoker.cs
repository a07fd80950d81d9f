using Grpc.Core;

namespace Grpc.Net.Client;

/// <summary>Makes calls over a channel.</summary>
internal sealed class ChannelCallInvoker(GrpcChannel channel) : CallInvoker
{
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        using AsyncUnaryCall<TResponse> call = AsyncUnaryCall(method, host, options, request);
        return call.ResponseAsync.GetAwaiter().GetResult();
    }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        ClientCall<TRequest, TResponse> call = Start(method, host, options, request);
        return new AsyncUnaryCall<TResponse>(Single(call), Parts.Headers, Parts.Status, Parts.Trailers, Parts.Dispose, call);
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        ClientCall<TRequest, TResponse> call = Start(method, host, options, request);
        return new AsyncServerStreamingCall<TResponse>(
            new ClientStreamReader<TRequest, TResponse>(call), Parts.Headers, Parts.Status, Parts.Trailers, Parts.Dispose, call);
    }

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        ClientCall<TRequest, TResponse> call = Start(method, host, options);
        return new AsyncClientStreamingCall<TRequest, TResponse>(
            new ClientStreamWriter<TRequest, TResponse>(call), Single(call), Parts.Headers, Parts.Status, Parts.Trailers, Parts.Dispose, call);
    }

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        ClientCall<TRequest, TResponse> call = Start(method, host, options);
        return new AsyncDuplexStreamingCall<TRequest, TResponse>(
            new ClientStreamWriter<TRequest, TResponse>(call),
            new ClientStreamReader<TRequest, TResponse>(call),
            Parts.Headers, Parts.Status, Parts.Trailers, Parts.Dispose, call);
    }

    /// <summary>The response. A caller that gave the call up need not look at its error.</summary>
    private static Task<TResponse> Single<TRequest, TResponse>(ClientCall<TRequest, TResponse> call)
        where TRequest : class where TResponse : class
    {
        Task<TResponse> response = call.ReadSingleAsync();
        response.ContinueWith(
            static failed => failed.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return response;
    }

    private ClientCall<TRequest, TResponse> Start<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest? request = null)
        where TRequest : class where TResponse : class
    {
        ObjectDisposedException.ThrowIf(channel.IsClosed, channel);
        ClientCall<TRequest, TResponse> call = new(channel, method, host, options);
        call.Start(request);
        return call;
    }

    /// <summary>The functions that call objects keep, made once: a call costs no closures.</summary>
    private static class Parts
    {
        public static readonly Func<object, Task<Metadata>> Headers = call => ((ClientCall)call).ResponseHeadersAsync;
        public static readonly Func<object, Status> Status = call => ((ClientCall)call).GetStatus();
        public static readonly Func<object, Metadata> Trailers = call => ((ClientCall)call).GetTrailers();
        public static readonly Action<object> Dispose = call => ((ClientCall)call).Dispose();
    }
}

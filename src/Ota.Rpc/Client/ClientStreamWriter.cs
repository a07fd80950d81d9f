using Grpc.Core;

namespace Grpc.Net.Client;

/// <summary>The request stream of a call.</summary>
internal sealed class ClientStreamWriter<TRequest, TResponse>(ClientCall<TRequest, TResponse> call) : IClientStreamWriter<TRequest>
    where TRequest : class where TResponse : class
{
    public WriteOptions? WriteOptions { get; set; }

    public Task WriteAsync(TRequest message) => call.WriteAsync(message, WriteOptions?.Flags ?? call.DefaultWriteFlags);

    public async Task WriteAsync(TRequest message, CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration registration =
            cancellationToken.UnsafeRegister(static call => ((ClientCall)call!).Cancel(), call);
        await WriteAsync(message).ConfigureAwait(false);
    }

    public Task CompleteAsync() => call.CompleteAsync();
}

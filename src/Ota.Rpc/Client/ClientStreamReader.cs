using Grpc.Core;

namespace Grpc.Net.Client;

/// <summary>The response stream of a call.</summary>
internal sealed class ClientStreamReader<TRequest, TResponse>(ClientCall<TRequest, TResponse> call) : IAsyncStreamReader<TResponse>
    where TRequest : class where TResponse : class
{
    private static readonly Task<bool> True = Task.FromResult(true);

    private TResponse? _current;

    public TResponse Current => _current ?? throw new InvalidOperationException("There is no current message: await MoveNext() first.");

    public Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        try
        {
            return !cancellationToken.IsCancellationRequested && call.TryReadNext(out _current) ? True : WaitAsync(cancellationToken);
        }
        catch (Exception failed) when (failed is RpcException or OperationCanceledException)
        {
            return Task.FromException<bool>(failed);
        }
    }

    private async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        _current = await call.ReadNextAsync(cancellationToken).ConfigureAwait(false);
        return _current is not null;
    }
}

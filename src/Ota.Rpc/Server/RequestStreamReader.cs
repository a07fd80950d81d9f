using Grpc.Core;

namespace Grpc.AspNetCore.Server;

/// <summary>The requests of a client streaming or duplex call.</summary>
internal sealed class RequestStreamReader<TRequest>(ServerCall call, Func<DeserializationContext, TRequest> deserializer)
    : IAsyncStreamReader<TRequest>
    where TRequest : class
{
    private static readonly Task<bool> True = Task.FromResult(true);
    private static readonly Task<bool> False = Task.FromResult(false);

    private TRequest? _current;
    private bool _ended;

    public TRequest Current => _current ?? throw new InvalidOperationException("There is no current message: await MoveNext() first.");

    public Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (_ended)
            return False;
        CancellationToken token = cancellationToken.CanBeCanceled ? cancellationToken : call.CancellationToken;
        ValueTask<bool> read = call.Reader.ReadAsync(token);
        return read.IsCompletedSuccessfully ? (Accept(read.Result) ? True : False) : WaitAsync(read);
    }

    private async Task<bool> WaitAsync(ValueTask<bool> read) => Accept(await read.ConfigureAwait(false));

    private bool Accept(bool found)
    {
        _current = found ? call.Reader.Take(deserializer) : null;
        _ended = !found;
        return found;
    }
}

using Grpc.Core;

namespace Ota.Server.Operators;

/// <summary>Passes a request stream on and traces each message that the handler reads, or of bulk content the first.</summary>
internal sealed class TracedReader<T>(IAsyncStreamReader<T> reader, RequestTrace trace, bool isBulk = false) : IAsyncStreamReader<T>
{
    private bool _isTraced;

    public T Current => reader.Current;

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (!await reader.MoveNext(cancellationToken)) return false;
        if (!_isTraced) trace.Add(reader.Current);
        _isTraced = isBulk;
        return true;
    }
}

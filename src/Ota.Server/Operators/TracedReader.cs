using Grpc.Core;

namespace Ota.Server.Operators;

/// <summary>Passes a request stream on and traces each message that the handler reads.</summary>
internal sealed class TracedReader<T>(IAsyncStreamReader<T> reader, RequestTrace trace) : IAsyncStreamReader<T>
{
    public T Current => reader.Current;

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (!await reader.MoveNext(cancellationToken)) return false;
        trace.Add(reader.Current);
        return true;
    }
}

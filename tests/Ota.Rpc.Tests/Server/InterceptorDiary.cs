using System.Collections.Concurrent;

namespace Ota.Rpc.Tests.Server;

/// <summary>What interceptors saw, in order.</summary>
internal sealed class InterceptorDiary
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyList<string> Lines => [.. _lines];

    public void Add(string line) => _lines.Enqueue(line);

    public void Clear() => _lines.Clear();
}

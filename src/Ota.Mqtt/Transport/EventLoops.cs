namespace Ota.Mqtt.Transport;

/// <summary>One loop a core, and whose turn it is to take the next connection.</summary>
internal sealed class EventLoops : IDisposable
{
    private readonly EventLoop[] _loops = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(i => new EventLoop($"mqtt loop {i}"))];
    private int _next;

    public EventLoop First => _loops[0];

    public EventLoop Next() => _loops[(uint)Interlocked.Increment(ref _next) % (uint)_loops.Length];

    public void Dispose()
    {
        foreach (EventLoop loop in _loops)
            loop.Dispose();
    }
}

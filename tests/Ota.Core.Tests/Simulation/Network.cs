namespace Ota.Core.Tests.Simulation;

/// <summary>Loses, doubles, delays and thereby reorders, all by chance.</summary>
internal sealed class Network(Random random, double loss, double twice, TimeSpan slowest)
{
    private readonly PriorityQueue<(long Car, bool IsUp, Message Message), (DateTimeOffset At, long Number)> _queue = new();
    private double _loss = loss;
    private double _twice = twice;
    private TimeSpan _slowest = slowest;
    private long _sent;

    public DateTimeOffset? NextAt => _queue.TryPeek(out _, out (DateTimeOffset At, long) first) ? first.At : null;

    public void Send(long car, bool isUp, Message message, DateTimeOffset now)
    {
        if (random.NextDouble() < _loss) return;
        int copies = random.NextDouble() < _twice ? 2 : 1;
        for (int i = 0; i < copies; i++) _queue.Enqueue((car, isUp, message), (now + (_slowest * random.NextDouble()), ++_sent));
    }

    public (long Car, bool IsUp, Message Message)? Take(DateTimeOffset now) => NextAt <= now ? _queue.Dequeue() : null;

    /// <summary>From now on everything arrives once and at once.</summary>
    public void Calm() => (_loss, _twice, _slowest) = (0, 0, TimeSpan.Zero);
}

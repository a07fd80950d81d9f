using Polly.CircuitBreaker;

namespace Ota.Server.Telemetry.Sinks;

/// <summary>How one sink is doing, for health, metrics and the log: a change is logged once, not with every attempt.</summary>
internal sealed class SinkStatus(string name, ILogger log)
{
    private readonly Lock _sync = new();
    private SinkState _state = SinkState.Up;

    public string Name => name;

    public CircuitBreakerStateProvider Breaker { get; } = new();

    public SinkState State
    {
        get
        {
            lock (_sync) return _state;
        }
    }

    public void Up()
    {
        if (Change(SinkState.Up)) log.SinkIsBack(name);
    }

    public void Down(SinkReply? reply, Exception? cause)
    {
        string reason = reply?.Reason ?? cause?.Message ?? "";
        if (reply is { Kind: SinkReplyKind.Refused })
        {
            if (Change(SinkState.Refused)) log.SinkRefuses(name, reason);
        }
        else if (Change(SinkState.Down))
        {
            log.SinkIsDown(name, reason);
        }
    }

    private bool Change(SinkState to)
    {
        lock (_sync)
        {
            if (_state == to) return false;
            _state = to;
            return true;
        }
    }
}

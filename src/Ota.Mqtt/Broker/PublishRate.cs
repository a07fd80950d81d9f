namespace Ota.Mqtt.Broker;

/// <summary>
/// A token bucket for what one client publishes. Who has overdrawn it is not read until it has filled up again: TCP slows the client
/// down, nothing is lost, and nobody else notices. Filled by the broker's clock and used by the connection's own loop.
/// </summary>
internal sealed class PublishRate
{
    private readonly MqttBroker _broker;
    private readonly double _seconds; // That the bucket holds; no less than the clock's step.
    private double _messages;
    private double _bytes;
    private long _filledAt;
    private TaskCompletionSource? _woken;

    private PublishRate(MqttBroker broker)
    {
        _broker = broker;
        _seconds = Math.Max(1, broker.Options.SweepInterval.TotalSeconds);
        _filledAt = broker.Clock.Tick;
        _messages = Most(broker.Options.MaxPublishesPerSecond);
        _bytes = Most(broker.Options.MaxPublishBytesPerSecond);
    }

    public bool IsOverdrawn
    {
        get
        {
            if (_messages >= 0 && _bytes >= 0)
                return false;
            Fill();
            return _messages < 0 || _bytes < 0;
        }
    }

    /// <summary>Null where there is no limit.</summary>
    public static PublishRate? For(MqttBroker broker) =>
        broker.Options is { MaxPublishesPerSecond: 0, MaxPublishBytesPerSecond: 0 } ? null : new PublishRate(broker);

    /// <summary>Counts the pause here and not where it begins, so that it shows before the client has the acknowledgement that it follows.</summary>
    public void Take(int bytes)
    {
        bool had = _messages >= 0 && _bytes >= 0;
        _messages--;
        _bytes -= bytes;
        if (had && (_messages < 0 || _bytes < 0))
            _broker.Counters.Throttled();
    }

    /// <summary>Until the bucket has something in it or the connection ends.</summary>
    public async Task RoomAsync(MqttConnection connection)
    {
        while (IsOverdrawn && !connection.IsEnding)
        {
            TaskCompletionSource woken = new(TaskCreationOptions.RunContinuationsAsynchronously);
            Interlocked.Exchange(ref _woken, woken);
            if (!connection.IsEnding) // Who ends it from now on sees whom to wake.
                await woken.Task;
        }
    }

    /// <summary>On any thread: time has passed, or the connection ends.</summary>
    public void Wake() => Interlocked.Exchange(ref _woken, null)?.TrySetResult();

    private void Fill()
    {
        long now = _broker.Clock.Tick;
        double seconds = (now - _filledAt) / 1000.0;
        _filledAt = now;
        _messages = Math.Min(Most(_broker.Options.MaxPublishesPerSecond), _messages + (seconds * _broker.Options.MaxPublishesPerSecond));
        _bytes = Math.Min(Most(_broker.Options.MaxPublishBytesPerSecond), _bytes + (seconds * _broker.Options.MaxPublishBytesPerSecond));
    }

    private double Most(long perSecond) => perSecond == 0 ? double.PositiveInfinity : perSecond * _seconds;
}

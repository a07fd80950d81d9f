namespace Ota.Mqtt.Broker;

/// <summary>The only timer of a broker: moves its clock and looks after everything that has a deadline.</summary>
internal sealed class BrokerSweep : IDisposable
{
    private const long ExpiryInterval = 60_000; // Expired retained messages are not sent anyway; this gives their memory back.

    private readonly MqttBroker _broker;
    private readonly ITimer _timer;
    private readonly SysTopics _sys;
    private long _expiredAt;
    private int _isRunning;

    public BrokerSweep(MqttBroker broker)
    {
        _broker = broker;
        _sys = new SysTopics(broker);
        broker.Clock.Advance();
        TimeSpan interval = broker.Options.SweepInterval;
        _timer = broker.Clock.Time.CreateTimer(static state => ((BrokerSweep)state!).Run(), this, interval, interval);
    }

    public void Dispose() => _timer.Dispose();

    private void Run()
    {
        if (Interlocked.Exchange(ref _isRunning, 1) != 0)
            return; // The last sweep takes longer than the interval.
        try
        {
            long now = _broker.Clock.Advance();
            _broker.ConnectGate.Refill(now);
            _broker.AbortLeft(now);
            foreach (MqttConnection connection in _broker.Connections)
                connection.Check(now);
            foreach (MqttSession session in _broker.Sessions.All)
            {
                if (!session.IsConnected)
                    _broker.Sessions.Check(session, now);
            }
            if (now - _expiredAt >= ExpiryInterval)
            {
                _expiredAt = now;
                _broker.Retained.Expire(now);
            }
            _sys.Tick(now);
        }
#pragma warning disable CA1031 // A timer's callback is a loop like any other: what fails is logged, and the next round comes.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _broker.Log.SweepFailed(failure);
        }
        finally
        {
            Volatile.Write(ref _isRunning, 0);
        }
    }
}

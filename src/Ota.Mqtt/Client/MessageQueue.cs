using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Ota.Mqtt.Client;

/// <summary>
/// Messages between the connection and its readers. QoS 1 and 2 are bounded by the receive maximum; QoS 0, which nothing bounds, is
/// dropped beyond the limit.
/// </summary>
[SuppressMessage(
    "Design", "CA1001", Justification = "The semaphore has no handle until one is asked for, and readers may wait to the end.")]
internal sealed class MessageQueue(int maximumUnread, int maximumUndecided)
{
    private readonly Lock _sync = new();
    private readonly SemaphoreSlim _changed = new(0);
    private Queue<MqttReceivedMessage> _messages = [];
    private int _unguarded; // QoS 0 among them.
    private bool _ended;
    private MqttClientException? _failure;

    public long Dropped { get; private set; }

    public void Add(MqttReceivedMessage message)
    {
        lock (_sync)
        {
            if (message.Qos == MqttQos.AtMostOnce && ++_unguarded > maximumUnread)
            {
                _unguarded--;
                Dropped++;
                return;
            }
            _messages.Enqueue(message);
        }
        _changed.Release();
    }

    /// <summary>
    /// The session is lost, so the unread messages will not come again: they stay, but no more of them than one connection can bring,
    /// or each lost session would add to them.
    /// </summary>
    public void Trim()
    {
        lock (_sync)
        {
            int excess = _messages.Count - _unguarded - maximumUndecided;
            if (excess <= 0)
                return;
            _messages = new(_messages.Where(message => message.Qos == MqttQos.AtMostOnce || excess-- <= 0));
        }
    }

    public void Open()
    {
        lock (_sync)
        {
            _ended = false;
            _failure = null;
        }
    }

    /// <summary>Lets the readers end when they have read everything.</summary>
    public void End(MqttClientException? failure)
    {
        lock (_sync)
        {
            _ended = true;
            _failure = failure;
        }
        _changed.Release();
    }

    public async IAsyncEnumerable<MqttReceivedMessage> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            await _changed.WaitAsync(cancellationToken);
            if (TryTake(out bool ended) is { } message)
                yield return message;
            else if (ended)
                yield break;
        }
    }

    private MqttReceivedMessage? TryTake(out bool ended)
    {
        lock (_sync)
        {
            ended = _ended;
            if (_messages.TryDequeue(out MqttReceivedMessage? message))
            {
                if (message.Qos == MqttQos.AtMostOnce)
                    _unguarded--;
                return message;
            }
            if (!ended)
                return null;
        }
        _changed.Release(); // For the next reader.
        return _failure is null ? null : throw _failure.Again();
    }
}

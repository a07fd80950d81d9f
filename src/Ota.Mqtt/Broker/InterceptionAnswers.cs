namespace Ota.Mqtt.Broker;

/// <summary>
/// What one connection owes for the publishes that interceptors have: the answers in their order, the bytes that are held, and the loop
/// that waits until there is room again. Used under the session's gate where nothing else is said.
/// </summary>
internal sealed class InterceptionAnswers(
    MqttConnection connection, MqttSession session, ConnectionOutput output, MqttBrokerOptions options) : IThreadPoolWorkItem
{
    private readonly PendingAnswers _pending = new();
    private TaskCompletionSource? _roomMade;
    private long _heldBytes;
    private bool _isScheduled;

    /// <summary>Publishes of QoS 1 that have no answer yet.</summary>
    public int Pubacks => _pending.Pubacks;

    /// <summary>On any thread: too much is with the interceptors to read on.</summary>
    public bool IsOverBudget =>
        Volatile.Read(ref _heldBytes) > options.MaxInterceptedBytes || _pending.Count > options.ReceiveMaximum;

    /// <summary>A publish whose answer is owed from now on, or known already; returns its position in the order.</summary>
    public long Owe(MqttPacketType type, ushort packetId, ReasonCode? reason = null, string? text = null) =>
        _pending.Add(type, packetId, reason, text);

    /// <summary>An interceptor has so many bytes more.</summary>
    public void Hold(int size) => _heldBytes += size;

    /// <summary>The interceptor has completed a message that this connection waits for.</summary>
    public void Complete(InterceptedPublish publish, ReasonCode reason, string? text)
    {
        _heldBytes -= publish.Size;
        if (publish.Qos != MqttQos.AtMostOnce && !connection.IsEnding)
        {
            if (reason.IsFailure() && output.Version == MqttProtocolVersion.V311)
                connection.End(reason, text);
            else if (_pending.Complete(publish.Position, reason, text))
                Schedule();
        }
        ReleaseReader();
    }

    /// <summary>Takes the gate, and sends the answers that have become known.</summary>
    public void Send()
    {
        lock (session.Gate)
        {
            _isScheduled = false;
            Write();
            output.Flush();
            ReleaseReader();
        }
    }

    /// <summary>Writes the answers that have become known, as far as the output takes them.</summary>
    public void Write()
    {
        while (_pending.IsReady && output.CanWrite)
        {
            PendingAnswers.Answer answer = _pending.Take();
            output.WriteAck(answer.Type, answer.PacketId, answer.Reason, answer.Text);
        }
    }

    /// <summary>Lets the loop go on when there is room, or nothing to wait for any longer.</summary>
    public void ReleaseReader()
    {
        if (_roomMade is null || (IsOverBudget && !connection.IsEnding))
            return;
        _roomMade.TrySetResult();
        _roomMade = null;
    }

    /// <summary>By the connection's own loop, without the gate: until there is room.</summary>
    public Task RoomAsync()
    {
        if (!IsOverBudget)
            return Task.CompletedTask;
        lock (session.Gate)
        {
            if (!IsOverBudget || connection.IsEnding)
                return Task.CompletedTask;
            _roomMade = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _roomMade.Task;
        }
    }

    void IThreadPoolWorkItem.Execute() => Send();

    private void Schedule()
    {
        if (_isScheduled)
            return;
        _isScheduled = true; // Many completions in a row leave together.
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }
}

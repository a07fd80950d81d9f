using System.Buffers;
using System.IO.Pipelines;
using Ota.Mqtt.Transport;

namespace Ota.Mqtt.Broker;

/// <summary>
/// One connection: its loop reads, acts on all whole packets of a read, and sends the answers together. Everything that other threads
/// do to a connection happens under the gate of its session.
/// </summary>
// Longer than its neighbours because every entrance from another thread is here, where one can see that each takes the gate.
internal sealed class MqttConnection : IThreadPoolWorkItem, ITurnEnd
{
    private readonly MqttBroker _broker;
    private readonly MqttTransport _transport;
    private readonly ResponseBuffer _responses = new();
    private readonly Action _flushed;
    private long _startedAt;
    private PacketHandler? _handler;
    private ConnectionOutput? _output;
    private MqttSession? _session;
    private TaskCompletionSource? _responsesWritten;
    private TaskCompletionSource? _roomMade;
    private PendingAnswers? _answers;
    private long _heldBytes;
    private bool _answersScheduled;
    private WillMessage? _will;
    private long _lastRead;
    private long _silence = long.MaxValue;
    private volatile bool _isEnding;

    public MqttConnection(MqttBroker broker, MqttTransport transport)
    {
        _broker = broker;
        _transport = transport;
        _flushed = OnFlushed;
        _lastRead = broker.Clock.Tick;
    }

    /// <summary>Who the client is; set once CONNECT is accepted.</summary>
    public MqttClientInfo Client => Accepted!.Client;

    public AcceptedConnect? Accepted { get; private set; }

    public ResponseBuffer Responses => _responses;

    public bool IsEnding => _isEnding;

    public async Task RunAsync()
    {
        if (!_broker.TryAdd(this))
        {
            _transport.Abort();
            return;
        }
        try
        {
            await _broker.ConnectGate.EnterAsync();
            Volatile.Write(ref _startedAt, _broker.Clock.Tick);
            if (await new ConnectHandshake(_broker, _transport, this).RunAsync() is { } accepted && TryOpen(accepted))
                await ReadAsync();
        }
        catch (MqttProtocolException refused)
        {
            _broker.Log.ConnectionRefused(_transport.RemoteEndPoint, refused.Reason, refused.Message);
            if (_session is not null && !_responses.IsEmpty)
                TrySendResponses(); // What came before the error was right.
            Close(refused.Reason, publishWill: true);
        }
        catch (Exception lost) when (lost is IOException or OperationCanceledException or InvalidOperationException)
        {
            _broker.Log.ConnectionLost(_transport.RemoteEndPoint, lost.Message);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Under the session's gate, by the registry: answers CONNECT and lets messages follow.</summary>
    public void Open(MqttSession session, bool isPresent)
    {
        AcceptedConnect accepted = Accepted!;
        lock (session.Gate)
        {
            _session = session;
            _output = new ConnectionOutput(_transport.Output, accepted.Version, _broker.Clock, _flushed)
            {
                MaximumPacketSize = accepted.Packet.MaximumPacketSize ?? long.MaxValue,
                AliasMaximum = Math.Min(accepted.Packet.TopicAliasMaximum ?? 0, _broker.Options.OutboundTopicAliasMaximum),
            };
            _will = accepted.Packet.Will;
            session.ExpiryInterval = accepted.ExpiryInterval;
            _output.Write(accepted.Answer(_broker.Options, isPresent));
            session.Open(this, _output, accepted.Window);
        }
    }

    /// <summary>Under the session's gate: another connection takes the session (MQTT-3.1.4-3). Returns the will, if it is still wanted.</summary>
    public WillMessage? GiveUp()
    {
        WillMessage? will = _isEnding ? null : _will;
        End(ReasonCode.SessionTakenOver);
        return will;
    }

    /// <summary>Ends the connection from any thread; MQTT 5.0 clients are told why if their output is not stuck.</summary>
    public void Close(ReasonCode reason, bool publishWill)
    {
        if (_session is not { } session)
        {
            _isEnding = true;
            _transport.Input.CancelPendingRead();
            return;
        }
        lock (session.Gate)
        {
            if (!publishWill)
                _will = null;
            End(reason);
        }
    }

    /// <summary>The client goes by itself (3.14).</summary>
    public void Disconnect(DisconnectPacket packet)
    {
        lock (_session!.Gate)
        {
            if (packet.Reason == ReasonCode.Success) // MQTT-3.14.4-3
                _will = null;
            if (packet.SessionExpiryInterval is { } expiry)
            {
                if (Accepted!.ExpiryInterval == 0 && expiry != 0) // 3.14.2.2.2
                    throw new MqttProtocolException(ReasonCode.ProtocolError, "DISCONNECT gives an expiry that CONNECT did not.");
                _session.ExpiryInterval = Math.Min(expiry, Accepted.MaxExpiryInterval);
            }
            _isEnding = true;
        }
    }

    /// <summary>Flushes what publishers have written here.</summary>
    public void EndTurn()
    {
        if (_session is not { } session)
            return;
        lock (session.Gate)
        {
            _output!.IsDirty = false;
            _output.Flush();
        }
    }

    /// <summary>By the sweep: ends what has been silent, stuck or unfinished for too long.</summary>
    public void Check(long now)
    {
        if (Accepted is null)
        {
            long started = Volatile.Read(ref _startedAt);
            if (started != 0 && now - started > _broker.Options.ConnectTimeout.TotalMilliseconds)
            {
                _isEnding = true;
                _transport.Abort();
            }
            return;
        }
        if (now - Volatile.Read(ref _lastRead) > _silence)
            Close(ReasonCode.KeepAliveTimeout, publishWill: true); // MQTT-3.1.2-22
        else if (IsStalled(now))
            Close(ReasonCode.QuotaExceeded, publishWill: true);
    }

    /// <summary>Brings the answers collected so far to the output; waits only when that is busy.</summary>
    public ValueTask SendResponsesAsync()
    {
        if (_responses.IsEmpty)
            return ValueTask.CompletedTask;
        lock (_session!.Gate)
        {
            ConnectionOutput output = _output!;
            if (output.IsClosed)
            {
                _responses.Clear();
                return ValueTask.CompletedTask;
            }
            if (output.CanWrite)
            {
                WriteResponses(output);
                return ValueTask.CompletedTask;
            }
            _responsesWritten = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return new ValueTask(_responsesWritten.Task);
        }
    }

    /// <summary>The same without waiting: false when the output is busy and the answers stay where they are.</summary>
    public bool TrySendResponses()
    {
        lock (_session!.Gate)
        {
            if (!_output!.CanWrite)
                return false;
            WriteResponses(_output);
            return true;
        }
    }

    /// <summary>The client has made room: sends what waits for it.</summary>
    public void SendWaiting()
    {
        lock (_session!.Gate)
        {
            if (_session.Connection != this)
                return;
            _session.SendWaiting();
            _output!.Flush();
        }
    }

    /// <summary>
    /// Under the session's gate: a publish whose answer is owed from now on, or known already; returns its position in the order.
    /// </summary>
    public long Owe(MqttPacketType type, ushort packetId, ReasonCode? reason) =>
        (_answers ??= new PendingAnswers()).Add(type, packetId, reason);

    /// <summary>Publishes of QoS 1 that have no answer yet, where publishes are intercepted.</summary>
    public int OwedPubacks => _answers?.Pubacks ?? 0;

    /// <summary>Under the session's gate: an interceptor has so many bytes more.</summary>
    public void Hold(int size) => _heldBytes += size;

    /// <summary>Too much is with the interceptors to read on.</summary>
    public bool IsOverBudget => Volatile.Read(ref _heldBytes) > _broker.Options.MaxInterceptedBytes
        || (_answers?.Count ?? 0) > _broker.Options.ReceiveMaximum;

    /// <summary>Under the session's gate: the interceptor has completed a message that this connection waits for.</summary>
    public void Answer(InterceptedPublish publish, ReasonCode reason)
    {
        _heldBytes -= publish.Size;
        if (publish.Qos != MqttQos.AtMostOnce && !_isEnding)
        {
            if (reason.IsFailure() && _output!.Version == MqttProtocolVersion.V311)
                End(reason);
            else if (_answers!.Complete(publish.Position, reason))
                ScheduleAnswers();
        }
        ReleaseReader();
    }

    /// <summary>Sends the answers that have become known.</summary>
    public void SendAnswers()
    {
        lock (_session!.Gate)
        {
            _answersScheduled = false;
            WriteAnswers();
            _output!.Flush();
            ReleaseReader();
        }
    }

    void IThreadPoolWorkItem.Execute() => SendAnswers();

    private void ScheduleAnswers()
    {
        if (_answersScheduled)
            return;
        _answersScheduled = true; // Many completions in a row leave together.
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private void WriteAnswers()
    {
        while (_answers is { IsReady: true } && _output!.CanWrite)
        {
            PendingAnswers.Answer answer = _answers.Take();
            _output.WriteAck(answer.Type, answer.PacketId, answer.Reason);
        }
    }

    private void ReleaseReader()
    {
        if (_roomMade is null || (IsOverBudget && !_isEnding))
            return;
        _roomMade.TrySetResult();
        _roomMade = null;
    }

    private Task RoomAsync()
    {
        if (!IsOverBudget)
            return Task.CompletedTask;
        lock (_session!.Gate)
        {
            if (!IsOverBudget || _isEnding)
                return Task.CompletedTask;
            _roomMade = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _roomMade.Task;
        }
    }

    private bool TryOpen(AcceptedConnect accepted)
    {
        Accepted = accepted;
        int keepAlive = accepted.KeepAlive;
        if (keepAlive > 0)
            _silence = (keepAlive * 1500L) + (long)_broker.Options.SweepInterval.TotalMilliseconds;
        if (_broker.Sessions.Open(this, accepted.Packet.CleanStart) is null)
        {
            ConnectHandshake.Refuse(_transport.Output, accepted.Version, ReasonCode.QuotaExceeded, null);
            return false;
        }
        _broker.Counters.Connected();
        _handler = new PacketHandler(_broker, this, _session!);
        if (_broker.IsStopping)
            Close(ReasonCode.ServerShuttingDown, publishWill: false);
        return true;
    }

    private async Task ReadAsync()
    {
        PipeReader input = _transport.Input;
        if (_transport.Inline is { } inline)
            inline.IsInline = true; // Nothing from here on blocks.
        while (!_isEnding)
        {
            ReadResult read = await input.ReadAsync();
            if (_isEnding)
                return;
            Volatile.Write(ref _lastRead, _broker.Clock.Tick);
            ReadOnlySequence<byte> buffer = read.Buffer;
            bool isMore = true;
            while (isMore)
            {
                isMore = HandleSome(ref buffer);
                await SendResponsesAsync();
                if (isMore)
                    await RoomAsync();
            }
            input.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
                return;
        }
    }

    private bool HandleSome(ref ReadOnlySequence<byte> buffer)
    {
        try
        {
            return _handler!.HandleSome(ref buffer);
        }
        finally
        {
            _handler!.EndBatch();
        }
    }

    private void Leave()
    {
        if (_session is { } session)
        {
            WillMessage? will;
            bool isStuck;
            lock (session.Gate)
            {
                will = _will;
                _isEnding = true;
                _output!.Close();
                isStuck = _output.IsFlushing;
            }
            _broker.Sessions.Leave(this, session, will);
            if (isStuck)
                _transport.Abort();
        }
        _responses.Clear();
        _broker.Remove(this);
        _broker.AbortLater(_transport);
    }

    private bool IsStalled(long now)
    {
        if (_session is not { } session || _output is not { } output)
            return false;
        if (!output.IsFlushing && session.FullSince == 0)
            return false; // The usual case, without a lock; what has just begun is not late yet.
        long limit = (long)_broker.Options.StalledClientTimeout.TotalMilliseconds;
        lock (session.Gate)
        {
            if (session.Connection != this)
                return false;
            return (output.IsFlushing && now - output.FlushingSince > limit)
                || (session.FullSince != 0 && now - session.FullSince > limit);
        }
    }

    private void End(ReasonCode reason)
    {
        if (_isEnding)
            return;
        _isEnding = true;
        ConnectionOutput output = _output!;
        bool isStuck = output.IsFlushing;
        if (output.CanWrite && output.Version == MqttProtocolVersion.V500)
        {
            output.Write(new DisconnectPacket { Reason = reason });
            output.Flush();
        }
        output.Close();
        if (isStuck)
            _transport.Abort();
        _transport.Input.CancelPendingRead();
        _responsesWritten?.TrySetResult();
        ReleaseReader();
    }

    private void WriteResponses(ConnectionOutput output)
    {
        output.Write(_responses.Written);
        _responses.Clear();
        output.Flush();
    }

    private void OnFlushed()
    {
        MqttSession session = _session!;
        lock (session.Gate)
        {
            ConnectionOutput output = _output!;
            output.EndFlush();
            if (_responsesWritten is { } waiting)
            {
                if (!output.IsClosed)
                    WriteResponses(output);
                _responsesWritten = null;
                waiting.TrySetResult();
            }
            WriteAnswers();
            if (session.Connection == this)
                session.SendWaiting();
            output.Flush();
            ReleaseReader();
        }
    }
}

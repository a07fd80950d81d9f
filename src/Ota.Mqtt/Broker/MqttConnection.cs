using Ota.Mqtt.Transport;

namespace Ota.Mqtt.Broker;

/// <summary>
/// One connection: what its own loop (<see cref="ConnectionLoop"/>), publishers, the sweep and the registry do to it. Everything that
/// other threads than the loop do happens under the gate of its session.
/// </summary>
internal sealed class MqttConnection : ITurnEnd
{
    private readonly MqttBroker _broker;
    private readonly MqttTransport _transport;
    private readonly ResponseBuffer _responses = new();
    private readonly Action _flushed;
    private ConnectionOutput? _output;
    private MqttSession? _session;
    private InterceptionAnswers? _answers;
    private WillMessage? _will;
    private volatile bool _isEnding;

    public MqttConnection(MqttBroker broker, MqttTransport transport)
    {
        _broker = broker;
        _transport = transport;
        _flushed = OnFlushed;
        Watch = new ConnectionWatch(broker);
    }

    /// <summary>Who the client is; set once CONNECT is accepted.</summary>
    public MqttClientInfo Client => Accepted!.Client;

    public AcceptedConnect? Accepted { get; private set; }

    public ResponseBuffer Responses => _responses;

    public ConnectionWatch Watch { get; }

    /// <summary>Null where publishes have no limit.</summary>
    public PublishRate? Rate { get; private set; }

    /// <summary>To be cancelled at the end of a client about whom the host has not decided yet.</summary>
    public CancellationTokenSource? Asking { get; set; }

    /// <summary>Used where publishes are intercepted; made by the connection's own loop.</summary>
    public InterceptionAnswers Answers => _answers ??= new InterceptionAnswers(this, _session!, _output!, _broker.Options);

    /// <summary>Too much is with the interceptors, or has come too fast, to read on.</summary>
    public bool IsOverBudget => _answers is { IsOverBudget: true } || Rate is { IsOverdrawn: true };

    public bool IsEnding => _isEnding;

    /// <summary>Serves the client until the connection ends.</summary>
    public Task RunAsync() => new ConnectionLoop(_broker, _transport, this).RunAsync();

    /// <summary>Opens the session that the client is to have; null when there are too many, and CONNACK has said so.</summary>
    public MqttSession? Accept(AcceptedConnect accepted)
    {
        Accepted = accepted;
        Watch.Accept(accepted);
        Rate = PublishRate.For(_broker);
        if (_broker.Sessions.Open(this, accepted.Packet.CleanStart) is null)
        {
            const string full = "The server has no room for another session.";
            ConnectHandshake.Refuse(_transport.Output, accepted.Terms, ReasonCode.QuotaExceeded, full);
            return null;
        }
        _broker.Counters.Connected();
        if (_broker.IsStopping)
            Close(ReasonCode.ServerShuttingDown, text: null);
        return _session;
    }

    /// <summary>Under the session's gate, by the registry: answers CONNECT and lets messages follow.</summary>
    public void Open(MqttSession session, bool isPresent)
    {
        AcceptedConnect accepted = Accepted!;
        lock (session.Gate)
        {
            _session = session;
            _output = new ConnectionOutput(_transport.Output, accepted.Terms, _broker.Clock, _flushed)
            {
                AliasMaximum = Math.Min(accepted.Packet.TopicAliasMaximum ?? 0, _broker.Options.OutboundTopicAliasMaximum),
            };
            _will = accepted.Packet.Will;
            session.ExpiryInterval = accepted.ExpiryInterval;
            _output.Write(accepted.Answer(_broker.Options, isPresent)!); // The handshake has seen that it fits.
            session.Open(this, _output, accepted.Window);
        }
    }

    /// <summary>Under the session's gate: another connection takes the session (MQTT-3.1.4-3). Returns the will, if it is still wanted.</summary>
    public WillMessage? GiveUp()
    {
        End(ReasonCode.SessionTakenOver, "Another connection has taken over the session.");
        return _will; // Also when it has been ending already: Leave comes too late to publish it.
    }

    /// <summary>Ends the connection from any thread; MQTT 5.0 clients are told why if their output is not stuck.</summary>
    public void Close(ReasonCode reason, string? text)
    {
        if (_session is not { } session)
        {
            _isEnding = true;
            _ = Asking?.CancelAsync();
            _transport.Input.CancelPendingRead();
            return;
        }
        lock (session.Gate)
        {
            End(reason, text);
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
                if ((Accepted!.Packet.SessionExpiryInterval ?? 0) == 0 && expiry != 0) // 3.14.2.2.2
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
        Rate?.Wake();
        if (Accepted is null)
        {
            if (!Watch.IsUnfinished(now))
                return;
            _isEnding = true;
            _ = Asking?.CancelAsync();
            _transport.Abort();
        }
        else if (Watch.IsSilent(now))
        {
            Close(ReasonCode.KeepAliveTimeout, "The client has sent nothing for longer than it may.");
        }
        else if (_session is { } session && _output is { } output && Watch.IsStalled(this, session, output, now))
        {
            Close(ReasonCode.QuotaExceeded, "The client takes its messages too slowly.");
        }
    }

    /// <summary>Brings the answers collected so far to the output; waits only when that is busy.</summary>
    public ValueTask SendResponsesAsync()
    {
        if (_responses.IsEmpty)
            return ValueTask.CompletedTask;
        lock (_session!.Gate)
            return _responses.SendAsync(_output!);
    }

    /// <summary>The same without waiting: false when the output is busy and the answers stay where they are.</summary>
    public bool TrySendResponses()
    {
        lock (_session!.Gate)
            return _responses.TrySend(_output!);
    }

    /// <summary>Waits until the client can be read on.</summary>
    public async Task RoomAsync()
    {
        if (_answers is not null)
            await _answers.RoomAsync();
        if (Rate is not null)
            await Rate.RoomAsync(this);
    }

    /// <summary>Sends the answers of interceptors that have become known.</summary>
    public void SendAnswers() => _answers?.Send();

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

    /// <summary>Under the session's gate: says goodbye where the protocol can, and wakes whoever waits here.</summary>
    public void End(ReasonCode reason, string? text)
    {
        if (_isEnding)
            return;
        _isEnding = true;
        ConnectionOutput output = _output!;
        bool isStuck = output.IsFlushing;
        if (output.CanWrite && output.Version == MqttProtocolVersion.V500)
        {
            output.Write(new DisconnectPacket { Reason = reason, ReasonString = text });
            output.Flush();
        }
        output.Close();
        if (isStuck)
            _transport.Abort();
        _transport.Input.CancelPendingRead();
        _responses.GiveUp();
        _answers?.ReleaseReader();
        Rate?.Wake();
    }

    /// <summary>The loop has ended.</summary>
    public void Leave()
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

    private void OnFlushed()
    {
        MqttSession session = _session!;
        lock (session.Gate)
        {
            ConnectionOutput output = _output!;
            output.EndFlush();
            _responses.SendWaiting(output);
            _answers?.Write();
            if (session.Connection == this)
                session.SendWaiting();
            output.Flush();
            _answers?.ReleaseReader();
        }
    }
}

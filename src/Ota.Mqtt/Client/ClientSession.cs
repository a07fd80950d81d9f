namespace Ota.Mqtt.Client;

/// <summary>
/// The client's half of an MQTT session (4.1), which outlives its connections. One lock guards it: callers publish and acknowledge
/// under it, and the loop that reads hands each packet in under it.
/// </summary>
internal sealed class ClientSession
{
    private readonly MqttClientOptions _options;
    private readonly Lock _sync = new();
    private readonly OutgoingFlow _outgoing;
    private readonly IncomingFlow _incoming;
    private readonly RequestFlow _requests;
    private readonly Supervision _supervision;
    private ClientConnection? _connection;
    private TaskCompletionSource? _drained;
    private MqttClientException? _closed = new(MqttClientError.NotConnected, "The client is not connected: call ConnectAsync first.");

    public ClientSession(MqttClientOptions options, Action<Subscription, ReasonCode> subscriptionLost)
    {
        _options = options;
        PacketIds ids = new();
        Messages = new MessageQueue(options.MaximumUnread, options.MaximumUndecided);
        _outgoing = new OutgoingFlow(options, ids);
        _incoming = new IncomingFlow(options, Messages);
        _requests = new RequestFlow(ids, subscriptionLost);
        _supervision = new Supervision(options, Supervise);
    }

    public MessageQueue Messages { get; }

    /// <summary>Lets callers in: from now on they wait for a connection.</summary>
    public void Open()
    {
        lock (_sync)
            _closed = null;
        Messages.Open();
    }

    /// <summary>Fails every caller that waits, and every later one.</summary>
    public void Close(MqttClientException cause)
    {
        lock (_sync)
        {
            _closed = cause;
            _outgoing.Abandon(cause);
            _requests.Abandon(cause);
        }
        Messages.End(cause.Error is MqttClientError.NotConnected or MqttClientError.Disposed ? null : cause);
    }

    public void Attach(ClientConnection connection)
    {
        bool resumed = connection.Connack.SessionPresent;
        lock (_sync)
        {
            _connection = connection;
            _incoming.Begin(resumed);
            _outgoing.Begin(connection, resumed);
            _requests.Begin(connection, resumed, _options.Time.GetTimestamp());
            _outgoing.Pump(connection);
            connection.Flush();
            _supervision.Start(connection);
        }
    }

    public ValueTask<PublishResult> Publish(in MqttMessage message, CancellationToken cancellationToken)
    {
        byte[] properties = _outgoing.Prepare(message, out DateTimeOffset? expiresAt);
        PendingPublish publish;
        bool waits;
        lock (_sync)
        {
            if (_closed is not null)
                return ValueTask.FromException<PublishResult>(_closed.Again());
            if (_connection is not null && _outgoing.TryWriteNow(_connection, message, properties, out MqttClientException? refusal))
            {
                _connection.Flush();
                return refusal is null ? new(new PublishResult(ReasonCode.Success)) : ValueTask.FromException<PublishResult>(refusal);
            }
            publish = _outgoing.Add(message, properties, expiresAt, out waits);
            ValueTask<PublishResult> awaitable = publish.Awaitable;
            if (waits && cancellationToken.CanBeCanceled)
                CancelWith(publish, cancellationToken);
            if (_connection is not null)
            {
                _outgoing.Pump(_connection);
                _connection.Flush();
            }
            return awaitable;
        }
    }

    public async Task<ControlPacket> RequestAsync(PendingRequest request, CancellationToken cancellationToken)
    {
        lock (_sync)
        {
            if (_closed is not null)
                throw _closed.Again();
            _requests.Add(request);
            if (_connection is not null)
            {
                _requests.Send(_connection, _options.Time.GetTimestamp());
                _connection.Flush();
            }
        }
        return await request.Answer.WaitAsync(cancellationToken);
    }

    public void Acknowledge(MqttReceivedMessage message, ReasonCode reason)
    {
        lock (_sync)
        {
            _incoming.Acknowledge(_connection, message, reason);
            _connection?.Flush();
        }
    }

    /// <summary>Takes a packet; returns what to wait for before the next one is read, or null.</summary>
    public Task? Handle(ClientConnection connection, in MqttPacket packet)
    {
        lock (_sync)
        {
            if (_connection != connection)
                return null; // It has ended, and what still arrives on it is not acknowledged.
            Dispatch(connection, packet);
            connection.Flush();
            return _incoming.RoomToRead(connection) ?? RoomToAnswer(connection);
        }
    }

    /// <summary>Takes note that bytes have left.</summary>
    public void Sent(ClientConnection connection, long bytes)
    {
        lock (_sync)
        {
            connection.Sent(bytes);
            if (_connection != connection)
                return;
            if (connection.Buffered < _options.MaximumBuffered)
            {
                _drained?.SetResult();
                _drained = null;
            }
            _outgoing.Pump(connection);
            connection.Flush();
        }
    }

    /// <summary>Ends a connection because of what its loops or the server did.</summary>
    public void EndConnection(ClientConnection connection, Exception failure)
    {
        switch (failure)
        {
            case MqttProtocolException broken:
                MqttClientException violation = new(
                    MqttClientError.ProtocolViolation, $"The server broke the protocol: {broken.Message}", broken)
                {
                    Reason = broken.Reason,
                };
                ReasonCode said = ReasonCodes.IsAllowed(MqttPacketType.Disconnect, (byte)broken.Reason, MqttSender.Client)
                    ? broken.Reason
                    : ReasonCode.ProtocolError;
                EndConnection(connection, violation, connection.Version == MqttProtocolVersion.V500 ? said : null);
                break;
            case MqttClientException known:
                EndConnection(connection, known, say: null);
                break;
            default:
                MqttClientException lost = new(MqttClientError.ConnectionLost, "The connection to the server is lost.", failure);
                EndConnection(connection, lost, say: null);
                break;
        }
    }

    /// <summary>Ends the connection, if there is one, with DISCONNECT.</summary>
    public void Disconnect(MqttClientException cause, ReasonCode reason)
    {
        lock (_sync)
        {
            if (_connection is { } connection)
                EndConnection(connection, cause, reason);
        }
    }

    private void EndConnection(ClientConnection connection, MqttClientException cause, ReasonCode? say)
    {
        lock (_sync)
        {
            if (_connection == connection)
            {
                _connection = null;
                _supervision.Stop();
                _drained?.SetResult();
                _drained = null;
                _incoming.End();
                if (say is { } reason)
                    connection.WriteControl(new DisconnectPacket { Reason = reason });
            }
            connection.End(cause, politely: say is not null);
        }
    }

    private void Dispatch(ClientConnection connection, in MqttPacket packet)
    {
        switch (packet.Type)
        {
            case MqttPacketType.Publish:
                _incoming.Receive(connection, this, packet.Publish);
                break;
            case MqttPacketType.Pubrel:
                _incoming.Release(connection, packet.Acknowledgement.PacketId);
                break;
            case MqttPacketType.Puback or MqttPacketType.Pubrec or MqttPacketType.Pubcomp:
                _outgoing.Acknowledge(connection, packet.Acknowledgement);
                break;
            case MqttPacketType.Pingresp:
                connection.PingSentAt = null;
                break;
            default:
                Dispatch(connection, packet.Control!);
                break;
        }
    }

    private void Dispatch(ClientConnection connection, ControlPacket packet)
    {
        switch (packet)
        {
            case SubackPacket suback:
                _requests.Answer(suback);
                break;
            case UnsubackPacket unsuback:
                _requests.Answer(unsuback, connection.Version);
                break;
            case DisconnectPacket disconnect:
                string detail = disconnect.ReasonString is { } text ? $": {text}" : "";
                throw new MqttClientException(MqttClientError.ServerDisconnected, $"The server disconnected, {disconnect.Reason}{detail}.")
                {
                    Reason = disconnect.Reason,
                    ServerReference = disconnect.ServerReference,
                };
            default: // A second CONNACK, or AUTH, which this client never starts.
                throw new MqttProtocolException(
                    ReasonCode.ProtocolError, $"The server sent {packet.Type} at the wrong moment (MQTT-3.2.0-2, 4.12).");
        }
    }

    /// <summary>A server that does not read must not make this client collect answers for it.</summary>
    private Task? RoomToAnswer(ClientConnection connection)
    {
        if (connection.Buffered < 2L * _options.MaximumBuffered)
            return null;
        _drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _drained.Task;
    }

    private void CancelWith(PendingPublish publish, CancellationToken cancellationToken)
    {
        short token = publish.Token;
        publish.CancelWith(cancellationToken.UnsafeRegister(
            _ =>
            {
                lock (_sync)
                    _outgoing.Cancel(publish, token, cancellationToken);
            },
            null));
    }

    private void Supervise(ClientConnection connection)
    {
        lock (_sync)
        {
            if (_connection != connection)
                return;
            long? oldest = _outgoing.OldestSentAt;
            if (_requests.OldestSentAt is { } asked && !(oldest < asked))
                oldest = asked;
            if (_supervision.Check(connection, oldest) is { } failure)
                EndConnection(connection, failure, say: null);
            else
                connection.Flush();
        }
    }
}

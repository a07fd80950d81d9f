using System.Diagnostics.CodeAnalysis;

namespace Ota.Mqtt.Client;

/// <summary>One loop that makes the connection, waits for its end, and makes the next one for as long as the policy says.</summary>
[SuppressMessage(
    "Design", "CA1001", Justification = "The source of cancellation has neither timer nor handle, and may be used after the end.")]
internal sealed class ConnectionKeeper(MqttClientOptions options, ClientSession session)
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<ConnackPacket> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string _clientId = options.ClientId;
    private int _failures;
    private bool _leftOneBehind; // A connection that was lost: its CONNECT may still be on its way to the server.
    private bool _isOvertaken;

    /// <summary>The first connection, or why there is none.</summary>
    public Task<ConnackPacket> First => _first.Task;

    public required Action<MqttClientState> StateChanged { get; init; }

    public required Action<ConnackPacket> Connected { get; init; }

    public required Action<MqttDisconnection> Disconnected { get; init; }

    /// <summary>Whether the session is known to this client from before, so that the first connection must not discard it.</summary>
    public bool Continues { get; init; }

    /// <summary>The identifier in use; the server may have chosen it.</summary>
    public string ClientId => _clientId;

    public async Task RunAsync()
    {
        MqttClientException cause;
        try
        {
            cause = await KeepAsync();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            cause = Wanted();
        }
        catch (Exception failure) // The loop that owns the client: its callers must hear of the end, whatever it was.
        {
            cause = new MqttClientException(MqttClientError.Internal, "The client failed.", failure);
            session.Disconnect(cause, ReasonCode.UnspecifiedError);
        }
        session.Close(cause);
        StateChanged(MqttClientState.Disconnected);
        _first.TrySetException(cause);
    }

    public void Stop(ReasonCode reason)
    {
        _stop.Cancel();
        session.Disconnect(Wanted(), reason);
    }

    private static MqttClientException Wanted() => new(MqttClientError.NotConnected, "The client was disconnected by its owner.");

    private async Task<MqttClientException> KeepAsync()
    {
        while (true)
        {
            MqttClientException cause = await ConnectOnceAsync();
            bool again = WantsAnother(cause);
            if (again && _first.Task.IsCompleted)
                StateChanged(MqttClientState.Reconnecting);
            if (!again)
                return cause;
            await Task.Delay(options.Reconnect!.NextDelay(_failures), options.Time, _stop.Token);
        }
    }

    /// <summary>One connection from its beginning to its end; returns why it ended, or why it could not be made.</summary>
    private async Task<MqttClientException> ConnectOnceAsync()
    {
        ClientConnection connection;
        try
        {
            connection = await OpenAsync();
        }
        catch (MqttClientException failure)
        {
            _failures++;
            _leftOneBehind = true;
            _isOvertaken = false;
            return failure;
        }
        using (connection)
        {
            long since = options.Time.GetTimestamp();
            session.Attach(connection);
            if (_stop.IsCancellationRequested)
                session.Disconnect(Wanted(), ReasonCode.Success); // It came between Stop and Attach.
            StateChanged(MqttClientState.Connected);
            Connected(connection.Connack); // Before anything is read: whoever counts connections knows by which one a message came.
            _first.TrySetResult(connection.Connack);
            MqttClientException cause = await connection.RunAsync(session);
            bool stable = options.Reconnect is { } policy && options.Time.GetElapsedTime(since) >= policy.StableAfter;
            _failures = stable ? 1 : _failures + 1;
            // A server may act on the CONNECT of a lost connection after that of the next, which it then ends: once that is ourselves.
            _isOvertaken = cause.Reason == ReasonCode.SessionTakenOver && _leftOneBehind && !stable;
            _leftOneBehind = cause.IsTransient;
            bool again = WantsAnother(cause);
            if (again)
                StateChanged(MqttClientState.Reconnecting); // Who is told of the end must not find the client connected.
            Disconnected(new MqttDisconnection(cause, again));
            return cause;
        }
    }

    private async Task<ClientConnection> OpenAsync()
    {
        using CancellationTokenSource timeout = new(options.ConnectTimeout, options.Time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _stop.Token);
        ClientConnection? connection = null;
        try
        {
            connection = new ClientConnection(await Dialer.ConnectAsync(options, either.Token), options);
            bool first = !Continues && !_first.Task.IsCompletedSuccessfully;
            await connection.GreetAsync(options.ToConnect(_clientId, first), options, either.Token);
            _clientId = connection.Connack.AssignedClientIdentifier ?? _clientId;
            return connection;
        }
        catch (Exception failure) when (!_stop.IsCancellationRequested) // Also what the caller's own transport throws.
        {
            connection?.Dispose();
            throw Explain(failure);
        }
        catch (Exception) // Stopped meanwhile; a socket that is being torn down has many ways to say so.
        {
            connection?.Dispose();
            throw new OperationCanceledException(_stop.Token);
        }
    }

    private MqttClientException Explain(Exception failure) => failure switch
    {
        MqttClientException known => known,
        MqttProtocolException broken => new MqttClientException(
            MqttClientError.ProtocolViolation, $"The server broke the protocol: {broken.Message}", broken)
        {
            Reason = broken.Reason,
        },
        OperationCanceledException => new MqttClientException(
            MqttClientError.ConnectFailed, $"The server did not accept the connection within {options.ConnectTimeout}.", failure),
        _ => new MqttClientException(MqttClientError.ConnectFailed, $"No connection to the server: {failure.Message}", failure),
    };

    private bool WantsAnother(MqttClientException cause) =>
        options.Reconnect is { } policy
        && !_stop.IsCancellationRequested
        && (cause.IsTransient || _isOvertaken)
        && (policy.RetryFirst || _first.Task.IsCompleted)
        && (policy.MaximumAttempts is not { } maximum || _failures < maximum);
}

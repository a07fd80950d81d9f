using System.Threading.Tasks.Sources;

namespace Ota.Mqtt.Client;

/// <summary>
/// A publish that is not finished: the message, how far it has come, and the awaitable of its caller. Instances go back to the pool
/// when the caller has taken the result, so that a publish costs no allocation.
/// </summary>
internal sealed class PendingPublish(PublishPool? pool) : IValueTaskSource<PublishResult>
{
    // Asynchronously: completions happen under the session's lock.
    private ManualResetValueTaskSourceCore<PublishResult> _completion = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _cancellation;

    public MqttMessage Message { get; private set; }

    /// <summary>The encoded properties without expiry and alias.</summary>
    public byte[] Properties { get; private set; } = [];

    public DateTimeOffset? ExpiresAt { get; private set; }

    public PublishStage Stage { get; set; }

    public ushort PacketId { get; set; }

    /// <summary>Whether PUBLISH was sent on this connection and counts against the server's receive maximum.</summary>
    public bool Counted { get; set; }

    /// <summary>Whether the exchange is older than this connection.</summary>
    public bool Resumed { get; set; }

    public long SentAt { get; set; }

    /// <summary>What PUBREC said, for PUBCOMP has no such codes.</summary>
    public PublishResult Received { get; set; }

    /// <summary>Whether a caller waits; the rest of an abandoned QoS 2 exchange has none.</summary>
    public bool HasCaller => pool is not null;

    public PublishList? List { get; set; }

    public PendingPublish? Previous { get; set; }

    public PendingPublish? Next { get; set; }

    public short Token => _completion.Version;

    public ValueTask<PublishResult> Awaitable => new(this, _completion.Version);

    public void Begin(in MqttMessage message, byte[] properties, DateTimeOffset? expiresAt)
    {
        Message = message;
        Properties = properties;
        ExpiresAt = expiresAt;
    }

    public void CancelWith(CancellationTokenRegistration cancellation) => _cancellation = cancellation;

    /// <summary>Unregister and not dispose: that would wait for a callback that waits for the session's lock.</summary>
    public void StopCancellation()
    {
        _cancellation.Unregister();
        _cancellation = default;
    }

    public void Complete(PublishResult result)
    {
        if (HasCaller)
            _completion.SetResult(result);
    }

    public void Fail(Exception exception)
    {
        if (HasCaller)
            _completion.SetException(exception);
    }

    PublishResult IValueTaskSource<PublishResult>.GetResult(short token)
    {
        try
        {
            return _completion.GetResult(token);
        }
        finally
        {
            Recycle();
        }
    }

    ValueTaskSourceStatus IValueTaskSource<PublishResult>.GetStatus(short token) => _completion.GetStatus(token);

    void IValueTaskSource<PublishResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token, flags);

    private void Recycle()
    {
        _completion.Reset();
        Message = default;
        Properties = [];
        ExpiresAt = null;
        Stage = PublishStage.Unsent;
        PacketId = 0;
        Counted = false;
        Resumed = false;
        Received = default;
        pool?.Give(this);
    }
}

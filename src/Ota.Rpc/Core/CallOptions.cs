namespace Grpc.Core;

/// <summary>What one client call is made with.</summary>
/// <param name="headers">Metadata to send.</param>
/// <param name="deadline">When to stop waiting, UTC; null or <see cref="DateTime.MaxValue"/> is never.</param>
/// <param name="cancellationToken">Cancels the call.</param>
/// <param name="writeOptions">How messages are sent.</param>
/// <param name="propagationToken">Deadline and cancellation of the call on whose behalf this one is made.</param>
/// <param name="credentials">What proves who calls, for this call only; needs TLS.</param>
#pragma warning disable CA1068 // The order of the original, which callers rely on.
public readonly struct CallOptions(
    Metadata? headers = null,
    DateTime? deadline = null,
    CancellationToken cancellationToken = default,
    WriteOptions? writeOptions = null,
    ContextPropagationToken? propagationToken = null,
    CallCredentials? credentials = null)
#pragma warning restore CA1068
{
    /// <summary>Metadata to send.</summary>
    public Metadata? Headers { get; private init; } = headers;

    /// <summary>When to stop waiting, UTC; null is never.</summary>
    public DateTime? Deadline { get; private init; } = deadline;

    /// <summary>Cancels the call.</summary>
    public CancellationToken CancellationToken { get; private init; } = cancellationToken;

    /// <summary>How messages are sent.</summary>
    public WriteOptions? WriteOptions { get; private init; } = writeOptions;

    /// <summary>Deadline and cancellation of the call on whose behalf this one is made.</summary>
    public ContextPropagationToken? PropagationToken { get; private init; } = propagationToken;

    /// <summary>What proves who calls, for this call only.</summary>
    public CallCredentials? Credentials { get; private init; } = credentials;

    /// <summary>Whether the call waits for a connection instead of failing when there is none.</summary>
    public bool IsWaitForReady { get; private init; }

    /// <summary>The same with other metadata.</summary>
    public CallOptions WithHeaders(Metadata headers) => this with { Headers = headers };

    /// <summary>The same with another deadline, UTC.</summary>
    public CallOptions WithDeadline(DateTime deadline) => this with { Deadline = deadline };

    /// <summary>The same with another cancellation token.</summary>
    public CallOptions WithCancellationToken(CancellationToken cancellationToken) => this with { CancellationToken = cancellationToken };

    /// <summary>The same with other write options.</summary>
    public CallOptions WithWriteOptions(WriteOptions writeOptions) => this with { WriteOptions = writeOptions };

    /// <summary>The same on behalf of a call being served.</summary>
    public CallOptions WithPropagationToken(ContextPropagationToken propagationToken) => this with { PropagationToken = propagationToken };

    /// <summary>The same with other credentials.</summary>
    public CallOptions WithCredentials(CallCredentials credentials) => this with { Credentials = credentials };

    /// <summary>The same, waiting for a connection until the deadline instead of failing when there is none.</summary>
    /// <param name="waitForReady">Whether to wait.</param>
    public CallOptions WithWaitForReady(bool waitForReady = true) => this with { IsWaitForReady = waitForReady };
}

using Grpc.Core;

namespace Grpc.Net.Client;

/// <summary>One client call, without its message types: its headers, its outcome, and what ends it.</summary>
internal abstract class ClientCall : IDisposable
{
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);

    private readonly TaskCompletionSource<Metadata> _headers = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _sync = new();
    private readonly CancellationToken _callerToken;
    private readonly CancellationTokenSource _cancel;
    private readonly ITimer? _timer;
    private Outcome? _outcome;
    private bool _disposed;
    private bool _late;

    protected ClientCall(GrpcChannel channel, CallOptions options)
    {
        Channel = channel;
        Deadline = Earlier(options.Deadline, options.PropagationToken?.Deadline); // First: it refuses, and the rest must be freed.
        _callerToken = options.CancellationToken;
        _cancel = CancellationTokenSource.CreateLinkedTokenSource(
            options.CancellationToken, options.PropagationToken?.CancellationToken ?? default, channel.Closed);
        Cancellation = _cancel.Token;
        if (Deadline < DateTime.MaxValue)
        {
            _timer = channel.Time.CreateTimer(
                static state => ((ClientCall)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    public Task<Metadata> ResponseHeadersAsync => _headers.Task;

    protected GrpcChannel Channel { get; }

    /// <summary>When to stop waiting, UTC.</summary>
    protected DateTime Deadline { get; }

    /// <summary>Fires when the call is to stop, for whatever reason.</summary>
    protected CancellationToken Cancellation { get; }

    protected bool HasEnded => Volatile.Read(ref _outcome) is not null;

    public Status GetStatus() =>
        Volatile.Read(ref _outcome)?.Status ?? throw new InvalidOperationException("The call has not ended: its status is not known yet.");

    public Metadata GetTrailers() =>
        Volatile.Read(ref _outcome)?.Trailers ?? throw new InvalidOperationException("The call has not ended: its trailers are not known yet.");

    /// <summary>Stops the call, as the caller's token would.</summary>
    public void Cancel() => TryCancel();

    public void Dispose()
    {
        lock (_sync)
        {
            if (_disposed)
                return;
            _disposed = true;
        }
        End(new Status(StatusCode.Cancelled, "The call was disposed of before it ended."), Metadata.Empty);
    }

    /// <summary>From here on a cancellation or the deadline ends the call at once, also while nobody reads or writes.</summary>
    /// <exception cref="OperationCanceledException">One of them came before.</exception>
    protected void Arm()
    {
        Cancellation.UnsafeRegister(static call => ((ClientCall)call!).OnCancelled(), this);
        if (_timer is not null)
            OnTimer();
        Cancellation.ThrowIfCancellationRequested();
    }

    protected void SetHeaders(Metadata headers) => _headers.TrySetResult(headers);

    /// <summary>Ends the call, once; what comes later does not change the outcome.</summary>
    protected void End(Status status, Metadata trailers)
    {
        lock (_sync)
        {
            if (_outcome is not null)
                return;
            Volatile.Write(ref _outcome, new Outcome(status, trailers));
        }
        _timer?.Dispose();
        if (status.StatusCode == StatusCode.OK)
        {
            _headers.TrySetResult(Metadata.Empty);
        }
        else if (_headers.TrySetException(ToException()))
        {
            _ = _headers.Task.Exception; // Few callers await the headers; the same error comes with the response.
        }
        OnEnded(status);
        TryCancel();
        _cancel.Dispose();
    }

    /// <summary>Ends the call with an error, unless it has ended; the exception tells the outcome that counts.</summary>
    protected Exception Fail(Exception exception)
    {
        Metadata trailers = (exception as RpcException)?.Trailers ?? Metadata.Empty;
        End(StatusOf(exception), trailers);
        return ToException();
    }

    /// <summary>The outcome as what a caller catches.</summary>
    protected Exception ToException()
    {
        (Status status, Metadata trailers) = Volatile.Read(ref _outcome)!;
        RpcException rpc = new(status, trailers);
        bool cancelled = status.StatusCode is StatusCode.Cancelled or StatusCode.DeadlineExceeded;
        return cancelled && Channel.Options.ThrowOperationCanceledOnCancellation
            ? new OperationCanceledException(status.Detail, rpc, _callerToken)
            : rpc;
    }

    /// <summary>Lets go of what the call holds.</summary>
    protected abstract void OnEnded(Status status);

    protected Status StatusOf(Exception exception)
    {
        if (exception is RpcException rpc)
            return rpc.Status;
        if (_late)
            return new Status(StatusCode.DeadlineExceeded, "Deadline Exceeded", exception);
        if (Channel.Closed.IsCancellationRequested)
            return new Status(StatusCode.Cancelled, "The channel was disposed of during the call.", exception);
        return Cancellation.IsCancellationRequested
            ? new Status(StatusCode.Cancelled, "The call was cancelled by its caller.", exception)
            : ClientStatus.OfException(exception, Channel.Address);
    }

    private static DateTime Earlier(DateTime? own, DateTime? inherited)
    {
        DateTime first = Utc(own);
        DateTime second = Utc(inherited);
        return first < second ? first : second;

        static DateTime Utc(DateTime? value) => value switch
        {
            null => DateTime.MaxValue,
            { Kind: DateTimeKind.Utc } utc => utc,
            { } max when max == DateTime.MaxValue => max,
            { } other => throw new ArgumentException($"The deadline {other:O} must be UTC.", nameof(value)),
        };
    }

    private void OnTimer()
    {
        TimeSpan left = Deadline - Channel.Time.GetUtcNow().UtcDateTime;
        if (left <= TimeSpan.Zero)
        {
            _late = true;
            TryCancel();
            return;
        }
        lock (_sync)
        {
            if (_outcome is null)
                _timer!.Change(left < LongestTimer ? left : LongestTimer, Timeout.InfiniteTimeSpan);
        }
    }

    private void OnCancelled() => Fail(new OperationCanceledException(Cancellation));

    private void TryCancel()
    {
        try
        {
            _cancel.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The call ended in this very moment: there is nothing left to cancel.
        }
    }

    private sealed record Outcome(Status Status, Metadata Trailers);
}

using Grpc.Core;
using Grpc.Protocol;

namespace Grpc.AspNetCore.Server;

/// <summary>The deadline of one call: its timer, and the token that both it and a lost connection cancel.</summary>
internal sealed class ServerCallDeadline : IDisposable
{
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);

    private readonly CancellationTokenSource _cancel;
    private readonly TimeProvider _time;
    private readonly Func<Task> _strike;
    private readonly Lock _sync = new();
    private readonly ITimer _timer;
    private readonly long _started;
    private readonly TimeSpan _timeout;
    private Task? _striking;
    private bool _closed;

    private ServerCallDeadline(TimeSpan timeout, TimeProvider time, Func<Task> strike, CancellationToken aborted)
    {
        _cancel = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        Token = _cancel.Token;
        _time = time;
        _strike = strike;
        _timeout = timeout;
        _started = time.GetTimestamp();
        DateTime now = time.GetUtcNow().UtcDateTime;
        Utc = timeout < DateTime.MaxValue - now ? now + timeout : DateTime.MaxValue;
        _timer = time.CreateTimer(static state => ((ServerCallDeadline)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Arm(timeout);
    }

    /// <summary>When the caller stops waiting.</summary>
    public DateTime Utc { get; }

    public CancellationToken Token { get; }

    public bool IsOver { get; private set; }

    /// <exception cref="RpcException">INTERNAL: the value is malformed.</exception>
    public static ServerCallDeadline Start(string value, TimeProvider time, Func<Task> strike, CancellationToken aborted) =>
        GrpcTimeout.TryParse(value, out TimeSpan timeout)
            ? new ServerCallDeadline(timeout, time, strike, aborted)
            : throw new RpcException(new Status(StatusCode.Internal, "grpc-timeout is malformed: send up to eight digits and one of H M S m u n."));

    public ValueTask SettleAsync()
    {
        lock (_sync)
        {
            _closed = true; // From here on the timer does nothing.
            return _striking is null ? default : new ValueTask(_striking);
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        _cancel.Dispose();
    }

    private void Arm(TimeSpan left) => _timer.Change(left < LongestTimer ? left : LongestTimer, Timeout.InfiniteTimeSpan);

    private void OnTimer()
    {
        lock (_sync)
        {
            if (_closed || _striking is not null)
                return;
            TimeSpan left = _timeout - _time.GetElapsedTime(_started);
            if (left > TimeSpan.Zero)
            {
                Arm(left);
                return;
            }
            IsOver = true;
            _striking = StrikeAsync();
        }
    }

    private async Task StrikeAsync()
    {
        await Task.Yield(); // Neither the timer's thread nor the lock waits for the transport.
        Task answer = _strike(); // Takes the end of the call first, so that the handler's own cancellation does not win it.
        await _cancel.CancelAsync().ConfigureAwait(false);
        await answer.ConfigureAwait(false);
    }
}

using System.Diagnostics.Metrics;

namespace Ota.Server.Telemetry.Sinks;

/// <summary>Counts the values of one sink by what became of them.</summary>
internal sealed class SinkPoints(string sink, Counter<long> counter)
{
    private static readonly string[] Reasons =
    [
        "", "left_out_not_finite", "left_out_text_too_long", "left_out_looks_like_vin", "left_out_bad_name", "left_out_bad_time",
        "left_out_no_such_type",
    ];

    private long _sent;
    private long _rejected;
    private long _overflowed;

    /// <summary>Taken by the receiver, each once.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Refused by the receiver for good.</summary>
    public long Rejected => Interlocked.Read(ref _rejected);

    /// <summary>Dropped because the disk did not take them in time.</summary>
    public long Overflowed => Interlocked.Read(ref _overflowed);

    public void Deliver(long points, bool isFirstTime)
    {
        Count(points, isFirstTime ? "sent" : "repeated"); // First: who finds them here finds them in the metrics too.
        if (isFirstTime) Interlocked.Add(ref _sent, points);
    }

    public void Reject(long points)
    {
        Count(points, "rejected");
        Interlocked.Add(ref _rejected, points);
    }

    public void Overflow(long points)
    {
        Count(points, "dropped_queue_full");
        Interlocked.Add(ref _overflowed, points);
    }

    public void LeaveOut(LeftOut reason) => Count(1, Reasons[(int)reason]);

    private void Count(long points, string outcome)
    {
        if (points > 0) counter.Add(points, new("sink", sink), new KeyValuePair<string, object?>("outcome", outcome));
    }
}

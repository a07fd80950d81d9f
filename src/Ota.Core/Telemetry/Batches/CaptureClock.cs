namespace Ota.Core.Telemetry.Batches;

/// <summary>
/// Judges the times of a batch against the time it was received. The vehicle's own three times stay as they are beside the verdict.
/// </summary>
public static class CaptureClock
{
    // In milliseconds this is March 1973, in seconds the year 5138: what is smaller was never milliseconds of a set clock.
    private const long LeastMilliseconds = 100_000_000_000;

    /// <summary>Judges the times of a batch.</summary>
    /// <param name="header">What the vehicle said.</param>
    /// <param name="received">When we received it.</param>
    /// <param name="policy">What is believed.</param>
    /// <param name="boot">What is known of this boot's clock; null if nothing.</param>
    public static TimeVerdict Judge(in BatchHeader header, DateTimeOffset received, TimePolicy policy, BootClock? boot = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        long now = received.ToUnixTimeMilliseconds();
        TimeFlags flags = TimeFlags.None;
        long capture = ToMilliseconds(header.CaptureMs, policy, now, ref flags);
        long sent = ToMilliseconds(header.SentMs, policy, now, ref flags);
        long corrected = IsSet(capture, policy)
            ? Correct(header, capture, sent, now, policy, ref flags)
            : Reconstruct(header, capture, sent, now, policy, boot, ref flags);
        if ((flags & TimeFlags.Unknown) == 0)
        {
            if (corrected > now + (long)policy.Future.TotalMilliseconds) flags |= TimeFlags.Future;
            if (corrected < now - (long)policy.Oldest.TotalMilliseconds) flags |= TimeFlags.TooOld;
        }

        if (corrected != header.CaptureMs) flags |= TimeFlags.Corrected;
        return new TimeVerdict(corrected, corrected - header.CaptureMs, flags);
    }

    private static bool IsSet(long milliseconds, TimePolicy policy) => milliseconds >= policy.Epoch.ToUnixTimeMilliseconds();

    // Only where the seconds then make sense: a clock that counts from 1970 shows small numbers too.
    private static long ToMilliseconds(long time, TimePolicy policy, long now, ref TimeFlags flags)
    {
        if (time is <= 0 or >= LeastMilliseconds) return time;
        long seconds = time * 1000;
        if (!IsSet(seconds, policy) || seconds > now + (long)policy.Oldest.TotalMilliseconds) return time;
        flags |= TimeFlags.SecondsForMilliseconds;
        return seconds;
    }

    // A set clock: what it is off by shows when it stamps the sending. Of a live message only, and a good clock is believed unless
    // it claims the impossible, because a message that waited for the network looks just like a slow clock.
    private static long Correct(in BatchHeader header, long capture, long sent, long now, TimePolicy policy, ref TimeFlags flags)
    {
        if (!IsSet(sent, policy)) return capture;
        long offset = now - sent;
        long tolerance = (long)policy.Tolerance.TotalMilliseconds;
        if (offset < -tolerance)
        {
            flags |= TimeFlags.ClockAhead;
            return capture + offset;
        }

        if (offset <= tolerance || header.Historical) return capture;
        flags |= TimeFlags.ClockBehindOrDelayed;
        return header.ClockQuality >= ClockQuality.Ntp ? capture : capture + offset;
    }

    // An unset clock still counts: what is known of this boot gives the time, else the age at sending does, if the sending was by the
    // same clock and just now.
    private static long Reconstruct(
        in BatchHeader header, long capture, long sent, long now, TimePolicy policy, BootClock? boot, ref TimeFlags flags)
    {
        flags |= TimeFlags.ClockNotSet;
        if (boot is { } known && known.BootId == header.BootId && header.MonotonicMs > 0) return known.TimeOf(header.MonotonicMs);
        long age = sent - capture;
        if (capture >= 0 && sent > 0 && !IsSet(sent, policy) && age >= 0 && age <= (long)policy.Oldest.TotalMilliseconds) return now - age;
        flags |= TimeFlags.Unknown;
        return header.CaptureMs;
    }
}

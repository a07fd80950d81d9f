using Ota.Core.Rollouts.Policies;

namespace Ota.Core.Rollouts.Control;

/// <summary>Times of day in which something may be done.</summary>
internal static class DayWindows
{
    private const int MinutesOfDay = 24 * 60;

    /// <summary>Whether one is open now; without any, always.</summary>
    /// <param name="windows">The windows, in local time.</param>
    /// <param name="now">When.</param>
    /// <param name="utcOffset">Local time less UTC.</param>
    public static bool AreOpen(IReadOnlyList<DayWindow> windows, DateTimeOffset now, TimeSpan utcOffset)
    {
        if (windows.Count == 0) return true;
        int minute = MinuteOf(now, utcOffset);
        return windows.Any(window => IsIn(window, minute));
    }

    /// <summary>How long until one opens; zero if one is open.</summary>
    public static TimeSpan UntilOpen(IReadOnlyList<DayWindow> windows, DateTimeOffset now, TimeSpan utcOffset)
    {
        if (AreOpen(windows, now, utcOffset)) return TimeSpan.Zero;
        int minute = MinuteOf(now, utcOffset);
        return TimeSpan.FromMinutes(windows.Min(window => (window.From - minute + MinutesOfDay) % MinutesOfDay));
    }

    private static bool IsIn(DayWindow window, int minute) =>
        window.From <= window.To ? minute >= window.From && minute < window.To : minute >= window.From || minute < window.To;

    /// <summary>Which part of the day they are open, 0 to 1.</summary>
    public static double OpenShare(IReadOnlyList<DayWindow> windows) => Minutes(windows).Count(isOpen => isOpen) / (double)MinutesOfDay;

    /// <summary>How long it takes from a moment that nobody chose until one is open, on average.</summary>
    public static TimeSpan MeanWait(IReadOnlyList<DayWindow> windows)
    {
        bool[] minutes = Minutes(windows);
        long waited = 0;
        int wait = 0;
        for (int minute = (2 * MinutesOfDay) - 1; minute >= 0; minute--) // Twice, since a wait may go on over midnight.
        {
            wait = minutes[minute % MinutesOfDay] ? 0 : wait + 1;
            if (minute < MinutesOfDay) waited += wait;
        }

        return TimeSpan.FromMinutes((double)waited / MinutesOfDay);
    }

    private static bool[] Minutes(IReadOnlyList<DayWindow> windows) =>
        [.. Enumerable.Range(0, MinutesOfDay).Select(minute => windows.Count == 0 || windows.Any(window => IsIn(window, minute)))];

    private static int MinuteOf(DateTimeOffset now, TimeSpan utcOffset) => (int)((now.UtcDateTime + utcOffset).TimeOfDay.TotalMinutes);
}

using Ota.Core.Rollouts.Policies;

namespace Ota.Server.Rollouts.Jobs;

/// <summary>How long a vehicle may begin from a moment on, by its local time.</summary>
internal static class OpenHours
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <param name="windows">None: always.</param>
    /// <param name="local">The vehicle's local time, as if it were UTC.</param>
    /// <returns>Up to the end of the window, and of those that follow without a gap; null if there is none now.</returns>
    public static TimeSpan? Left(IReadOnlyList<DayWindow> windows, DateTimeOffset local)
    {
        if (windows.Count == 0) return TimeSpan.MaxValue;
        TimeSpan left = TimeSpan.Zero;
        while (windows.Max(window => LeftOf(window, local + left)) is { } more && more > TimeSpan.Zero)
        {
            left += more;
            if (left >= Day) return TimeSpan.MaxValue;
        }

        return left > TimeSpan.Zero ? left : null;
    }

    private static TimeSpan LeftOf(DayWindow window, DateTimeOffset local)
    {
        TimeSpan since = After(TimeSpan.FromMinutes(window.From), local.UtcDateTime.TimeOfDay);
        TimeSpan length = After(TimeSpan.FromMinutes(window.From), TimeSpan.FromMinutes(window.To));
        return since < length ? length - since : TimeSpan.Zero;
    }

    private static TimeSpan After(TimeSpan from, TimeSpan to) => to >= from ? to - from : to + Day - from;
}

using System.Globalization;

namespace Ota.Core.Rollouts.Policies;

/// <summary>Durations as a whole number and a unit: 90s, 15m, 24h, 14d.</summary>
internal static class DurationText
{
    private const int MostDigits = 10;

    private static readonly (char Unit, TimeSpan Length)[] Units =
        [('d', TimeSpan.FromDays(1)), ('h', TimeSpan.FromHours(1)), ('m', TimeSpan.FromMinutes(1)), ('s', TimeSpan.FromSeconds(1))];

    /// <summary>In the largest unit that says it exactly, so that one duration has one form.</summary>
    /// <exception cref="ArgumentException">It is no whole number of seconds, or negative.</exception>
    public static string Write(TimeSpan duration)
    {
        if (duration < TimeSpan.Zero || duration.Ticks % TimeSpan.TicksPerSecond != 0)
            throw new ArgumentException("A policy's durations are whole seconds.", nameof(duration));
        if (duration == TimeSpan.Zero) return "0s";
        (char unit, TimeSpan length) = Units.First(unit => duration.Ticks % unit.Length.Ticks == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{duration.Ticks / length.Ticks}{unit}");
    }

    /// <summary>Null if the text is none, or longer than any bound.</summary>
    public static TimeSpan? TryParse(string text)
    {
        if (text.Length is < 2 or > MostDigits + 1 || !text.AsSpan(0, text.Length - 1).ContainsOnlyDigits()) return null;
        TimeSpan length = Units.FirstOrDefault(unit => unit.Unit == text[^1]).Length;
        if (length == TimeSpan.Zero) return null;
        Int128 ticks = (Int128)long.Parse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture) * length.Ticks;
        return ticks > TimeSpan.MaxValue.Ticks ? null : TimeSpan.FromTicks((long)ticks);
    }

    private static bool ContainsOnlyDigits(this ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}

using System.Globalization;

namespace Ota.Core.Rollouts.Policies;

/// <summary>Times of day as 22:00-05:30.</summary>
internal static class WindowText
{
    private const int Length = 11;

    public static string Write(DayWindow window) => $"{WriteTime(window.From)}-{WriteTime(window.To)}";

    /// <summary>Null if the text is none. A window that ends when it begins is one, and refused elsewhere.</summary>
    public static DayWindow? TryParse(string text) =>
        text.Length == Length && text[5] == '-' && TryParseTime(text[..5]) is { } from && TryParseTime(text[6..]) is { } to ? new DayWindow(from, to) : null;

    private static string WriteTime(int minutes) => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60:00}:{minutes % 60:00}");

    private static int? TryParseTime(string text) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time) ? (time.Hour * 60) + time.Minute : null;
}

using System.Globalization;

namespace Ota.Cli.Telemetry;

/// <summary>Reads a moment as people write it: an ISO 8601 time, taken as UTC unless it says otherwise, or how long ago (90m, 2h, 3d).</summary>
internal static class TimeArgument
{
    public const string Rule = "a time such as 2026-11-22T06:30Z, or how long ago, such as 90m, 2h or 3d";

    private const int MostAgo = 1_000_000;

    public static DateTimeOffset? TryRead(string text, DateTimeOffset now)
    {
        if (text.Length > 1 && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int ago) && ago <= MostAgo)
        {
            return text[^1] switch
            {
                'm' => now.AddMinutes(-ago),
                'h' => now.AddHours(-ago),
                'd' when ago <= now.Ticks / TimeSpan.TicksPerDay => now.AddDays(-ago),
                _ => null,
            };
        }

        const DateTimeStyles styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        string[] forms = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];
        return DateTimeOffset.TryParseExact(text, forms, CultureInfo.InvariantCulture, styles, out DateTimeOffset moment) ? moment : null;
    }
}

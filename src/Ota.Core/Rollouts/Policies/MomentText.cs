using System.Globalization;

namespace Ota.Core.Rollouts.Policies;

/// <summary>Moments in whole seconds UTC: 2027-01-31T06:00:00Z.</summary>
internal static class MomentText
{
    private const string Form = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <exception cref="ArgumentException">It is no whole second.</exception>
    public static string Write(DateTimeOffset moment) => moment.Ticks % TimeSpan.TicksPerSecond == 0
        ? moment.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture)
        : throw new ArgumentException("A policy's deadline is a whole second.", nameof(moment));

    public static DateTimeOffset? TryParse(string text) =>
        DateTimeOffset.TryParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment) ? moment : null;
}

using System.Globalization;

namespace Ota.Core.Rollouts;

/// <summary>Moments in reports and explanations: UTC, in whole seconds, whatever the culture.</summary>
internal static class UtcText
{
    public static string Of(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Of(DateTimeOffset? moment, string otherwise = "") => moment is { } known ? Of(known) : otherwise;

    /// <summary>For sentences.</summary>
    public static string Day(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

using System.Globalization;
using Google.Protobuf.WellKnownTypes;

namespace Ota.Cli.Output;

/// <summary>Times for people: UTC, to the second, and how far away that is.</summary>
internal static class Moments
{
    public static string Utc(Timestamp? time) => time is null
        ? ""
        : time.ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Day(Timestamp time) => Utc(time)[..10];

    public static string WithDistance(Timestamp? time, DateTimeOffset now) => time is null ? "" : $"{Utc(time)} ({Distance(time, now)})";

    public static string Distance(Timestamp time, DateTimeOffset now)
    {
        TimeSpan distance = time.ToDateTimeOffset() - now;
        return distance >= TimeSpan.Zero ? $"in {Length(distance)}" : $"{Length(-distance)} ago";
    }

    /// <summary>A length in the largest unit that says enough: what matters is whether to worry.</summary>
    public static string Length(TimeSpan length) => length switch
    {
        { TotalDays: >= 2 } => Count(Math.Round(length.TotalDays), "day"),
        { TotalHours: >= 2 } => Count(Math.Round(length.TotalHours), "hour"),
        { TotalMinutes: >= 2 } => Count(Math.Round(length.TotalMinutes), "minute"),
        _ => Count(Math.Round(length.TotalSeconds), "second"),
    };

    private static string Count(double number, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {unit}{(number == 1 ? "" : "s")}");
}

using System.Globalization;

namespace Ota.Bench.Report;

/// <summary>Writes a figure with its unit, in thousands or millions of it where that is shorter.</summary>
internal static class FigureText
{
    public static string Of(double value, string unit)
    {
        (double number, string of) = (unit, Math.Abs(value)) switch
        {
            ("/s", >= 1_000_000) => (value / 1e6, " M/s"),
            ("/s", >= 10_000) => (value / 1e3, " k/s"),
            ("µs", >= 1_000) => (value / 1e3, " ms"),
            ("ns", >= 1_000) => (value / 1e3, " µs"),
            ("/s", _) => (value, "/s"),
            _ => (value, $" {unit}"),
        };
        string digits = Math.Abs(number) switch { >= 100 => "N0", >= 10 => "F1", _ => "F2" };
        return $"{number.ToString(digits, CultureInfo.InvariantCulture)}{of}".TrimEnd();
    }
}

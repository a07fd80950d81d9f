using System.Globalization;

namespace Ota.Cli.Output;

/// <summary>Numbers for people: thousands apart, shares with one digit. Tables that scripts read have plain digits instead.</summary>
internal static class Figures
{
    public static string Of(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Plain(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>"1 vehicle", "2,000 vehicles".</summary>
    public static string Vehicles(long number) => number == 1 ? "1 vehicle" : $"{Of(number)} vehicles";

    /// <summary>Never 100 % nor 0 % of what is only nearly all or nearly nothing.</summary>
    public static string Share(long part, long whole)
    {
        if (whole == 0) return "";
        double percent = Math.Floor(1000.0 * part / whole) / 10;
        if (part > 0 && percent < 0.1) return "<0.1 %";
        return string.Create(CultureInfo.InvariantCulture, $"{percent:0.0} %");
    }

    public static string Permille(int thousandths) => string.Create(CultureInfo.InvariantCulture, $"{thousandths / 10.0:0.#} %");
}

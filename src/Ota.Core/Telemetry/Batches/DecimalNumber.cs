using System.Globalization;

namespace Ota.Core.Telemetry.Batches;

/// <summary>A number as sensors give it: a whole number over a power of ten, at most 2^53 over 10^15, so that a double is exact.</summary>
/// <param name="Mantissa">The whole number.</param>
/// <param name="Decimals">The power of ten, 0 to 15.</param>
public readonly record struct DecimalNumber(long Mantissa, int Decimals)
{
    /// <summary>Parses digits with an optional sign and point, such as <c>-12.50</c>; zeros at the end mean nothing.</summary>
    /// <param name="text">Anything.</param>
    /// <param name="number">The number, if the text is one within the bounds.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out DecimalNumber number)
    {
        number = default;
        bool negative = text.StartsWith('-');
        if (negative) text = text[1..];
        int point = text.IndexOf('.');
        if (point >= 0) text = text.TrimEnd('0');
        long mantissa = 0;
        int digits = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (i == point) continue;
            if (!char.IsAsciiDigit(text[i])) return false;
            digits++;
            mantissa = (mantissa * 10) + (text[i] - '0');
            if (mantissa > ValueReader.LargestExact) return false;
        }

        int decimals = point < 0 ? 0 : text.Length - point - 1;
        if (digits == 0 || decimals > ValueReader.MaximumDecimals) return false;
        number = new DecimalNumber(negative ? -mantissa : mantissa, decimals);
        return true;
    }

    /// <summary>The decimal number that the shortest text of a double means, if it is within the bounds.</summary>
    /// <param name="value">Any double.</param>
    /// <param name="number">The number, which <see cref="ToDouble"/> turns into the same double.</param>
    public static bool TryFrom(double value, out DecimalNumber number)
    {
        Span<char> text = stackalloc char[32];
        number = default;
        return value.TryFormat(text, out int length, "R", CultureInfo.InvariantCulture)
            && TryParse(text[..length], out number)
            && BitConverter.DoubleToInt64Bits(number.ToDouble()) == BitConverter.DoubleToInt64Bits(value);
    }

    /// <summary>The same number with more decimals.</summary>
    /// <param name="decimals">At least <see cref="Decimals"/>.</param>
    /// <param name="mantissa">The whole number that belongs to it.</param>
    /// <returns>False if it would be out of bounds.</returns>
    public bool TryRescale(int decimals, out long mantissa)
    {
        mantissa = Mantissa;
        for (int i = Decimals; i < decimals; i++)
        {
            mantissa *= 10;
            if (Math.Abs(mantissa) > ValueReader.LargestExact) return false;
        }

        return true;
    }

    /// <summary>The nearest double: what the receiver of a batch gets.</summary>
    public double ToDouble() => Mantissa / ValueReader.PowerOfTen(Decimals);
}

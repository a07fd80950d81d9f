using System.Globalization;
using System.Numerics;

namespace Ota.Core.Telemetry.Catalogue;

/// <summary>Parses one line of a catalogue file.</summary>
internal static class CatalogueLine
{
    private const int Columns = 9;

    public static SignalDefinition? Parse(string line, Action<string> problem)
    {
        string[] fields = line.Split(',');
        if (fields.Length != Columns)
        {
            problem($"it has {fields.Length} fields instead of {Columns}.");
            return null;
        }

        int id = Whole(fields[0], "id", 1, SignalCatalogue.MaximumId, problem);
        int since = Whole(fields[1], "since", 1, int.MaxValue, problem);
        int? until = fields[2].Length == 0 ? null : Whole(fields[2], "until", since + 1, int.MaxValue, problem);
        if (!IsPath(fields[3])) problem($"the path \"{fields[3]}\" is not words of letters and digits joined by dots.");
        if (!SignalTypes.TryParse(fields[4], out SignalType type))
        {
            problem($"the datatype \"{fields[4]}\" is not a scalar datatype of VSS.");
            return null;
        }

        (long Lowest, long Highest) integers = SignalTypes.IntegersOf(type);
        (double Lowest, double Highest) numbers = SignalTypes.NumbersOf(type);
        bool isInteger = SignalTypes.KindOf(type) == SignalKind.Integer;
        bool isNumber = SignalTypes.KindOf(type) == SignalKind.Number;
        CheckLimits(fields, type, isInteger || isNumber, problem);
        return new SignalDefinition
        {
            Id = id,
            Since = since,
            Until = until,
            Path = fields[3],
            Type = type,
            Unit = fields[5],
            MinimumInteger = isInteger ? Limit(fields[6], "min", integers.Lowest, integers, problem) : integers.Lowest,
            MaximumInteger = isInteger ? Limit(fields[7], "max", integers.Highest, integers, problem) : integers.Highest,
            Minimum = isNumber ? Limit(fields[6], "min", numbers.Lowest, numbers, problem) : numbers.Lowest,
            Maximum = isNumber ? Limit(fields[7], "max", numbers.Highest, numbers, problem) : numbers.Highest,
            Allowed = fields[8].Length == 0 ? [] : fields[8].Split('|'),
        };
    }

    private static void CheckLimits(string[] fields, SignalType type, bool isNumeric, Action<string> problem)
    {
        if (!isNumeric && (fields[6].Length > 0 || fields[7].Length > 0)) problem("min and max are for numbers; leave them empty.");
        if (type != SignalType.Text && fields[8].Length > 0) problem("allowed is for strings; leave it empty.");
        if (decimal.TryParse(fields[6], CultureInfo.InvariantCulture, out decimal minimum)
            && decimal.TryParse(fields[7], CultureInfo.InvariantCulture, out decimal maximum) && minimum > maximum)
            problem("min is greater than max.");
    }

    private static int Whole(string text, string field, int minimum, int maximum, Action<string> problem)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= minimum && value <= maximum)
            return value;
        problem($"{field} must be a whole number from {minimum} to {maximum}, not \"{text}\".");
        return minimum;
    }

    private static T Limit<T>(string text, string field, T otherwise, (T Lowest, T Highest) type, Action<string> problem)
        where T : struct, INumber<T>
    {
        if (text.Length == 0) return otherwise;
        if (T.TryParse(text, CultureInfo.InvariantCulture, out T value) && T.IsFinite(value) && value >= type.Lowest && value <= type.Highest) return value;
        problem($"{field} must be a number of the signal's type, not \"{text}\".");
        return otherwise;
    }

    private static bool IsPath(string text) =>
        text.Length is > 0 and <= 256 && text.Split('.').All(word => word.Length > 0 && word.All(char.IsAsciiLetterOrDigit));
}

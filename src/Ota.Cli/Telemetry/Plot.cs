using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Ota.Cli.Output;

namespace Ota.Cli.Telemetry;

/// <summary>A plot in block characters: a column covers an equal piece of time and is filled from its least to its greatest value.</summary>
internal sealed class Plot(int width, DateTimeOffset start, DateTimeOffset end)
{
    private const int Height = 12;
    private const int LabelWidth = 10;

    private readonly double[] _min = [.. Enumerable.Repeat(double.PositiveInfinity, width)];
    private readonly double[] _max = [.. Enumerable.Repeat(double.NegativeInfinity, width)];

    public bool IsEmpty => _max.All(double.IsNegativeInfinity);

    public void Add(DateTimeOffset time, double min, double max)
    {
        if (!double.IsFinite(min) || !double.IsFinite(max)) return;
        int column = (int)Math.Clamp((time - start) / (end - start) * width, 0, width - 1);
        _min[column] = Math.Min(_min[column], min);
        _max[column] = Math.Max(_max[column], max);
    }

    public IEnumerable<string> Lines(string unit)
    {
        double low = _min.Min();
        double high = _max.Max();
        if (unit.Length > 0) yield return unit.PadLeft(LabelWidth);
        for (int row = Height - 1; row >= 0; row--)
        {
            string label = row == Height - 1 ? Text(high) : row == 0 ? Text(low) : "";
            yield return $"{label.PadLeft(LabelWidth)} │{string.Concat(Enumerable.Range(0, width).Select(column => Block(column, row, low, high)))}".TrimEnd();
        }
        string from = Moments.Utc(start.ToTimestamp());
        string to = Moments.Utc(end.ToTimestamp());
        yield return $"{new string(' ', LabelWidth)} └{new string('─', width)}";
        yield return $"{new string(' ', LabelWidth + 2)}{from}{to.PadLeft(Math.Max(to.Length + 1, width - from.Length))}";
    }

    private static string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    private static int RowOf(double value, double low, double high) => high > low ? (int)Math.Clamp((value - low) / (high - low) * Height, 0, Height - 1) : 0;

    private char Block(int column, int row, double low, double high)
    {
        if (double.IsNegativeInfinity(_max[column])) return ' ';
        return row >= RowOf(_min[column], low, high) && row <= RowOf(_max[column], low, high) ? '█' : ' ';
    }
}

using Ota.V1;
using Spectre.Console;

namespace Ota.Cli.Rollouts;

/// <summary>A wave as a line of signs, each bucket its share. What is there at all has at least one sign.</summary>
internal static class Bar
{
    /// <summary>Adds it to a line, blanks included if nothing is there to show.</summary>
    public static void Append(Paragraph line, IReadOnlyCollection<StateCount> counts, int width)
    {
        int drawn = 0;
        foreach ((Bucket bucket, int cells) in Split(Bucket.Count(counts), width))
        {
            line.Append(new string(bucket.Mark, cells), new Style(bucket.Tone));
            drawn += cells;
        }

        line.Append(new string(' ', width - drawn));
    }

    /// <summary>Gives each bucket some of so many cells, all of them together.</summary>
    public static IReadOnlyList<(Bucket Bucket, int Cells)> Split(IReadOnlyList<(Bucket Bucket, long Vehicles)> counts, int width)
    {
        (Bucket Bucket, long Vehicles)[] there = [.. counts.Where(one => one.Vehicles > 0)];
        if (there.Length == 0 || there.Length > width) return [];
        double all = there.Sum(one => one.Vehicles);
        int[] cells = [.. there.Select(one => Math.Max(1, (int)Math.Round(width * (one.Vehicles / all))))];
        while (cells.Sum() != width)
        {
            int largest = Array.IndexOf(cells, cells.Max());
            cells[largest] += Math.Sign(width - cells.Sum());
        }

        return [.. there.Select((one, i) => (one.Bucket, cells[i]))];
    }
}

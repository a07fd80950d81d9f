namespace Ota.Core.Bundles.Manifests;

/// <summary>Finds which known name somebody probably meant.</summary>
public static class NearestName
{
    private const int LongestName = 64;

    /// <summary>Finds it.</summary>
    /// <param name="name">What was written.</param>
    /// <param name="known">The names that there are.</param>
    /// <returns>The nearest, or null if none is near enough.</returns>
    public static string? To(string name, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length > LongestName) return null;
        string? best = known.Where(one => Math.Abs(one.Length - name.Length) <= Allowed(name, one)).MinBy(one => Distance(name, one));
        return best is not null && Distance(name, best) <= Allowed(name, best) ? best : null;
    }

    private static int Allowed(string one, string other) => Math.Max(1, Math.Max(one.Length, other.Length) / 3);

    // Insertions, deletions, replacements and swaps of neighbours. Capitals do not count: in camel case they are what people get wrong.
    private static int Distance(string from, string to)
    {
        int[,] steps = new int[from.Length + 1, to.Length + 1];
        for (int i = 0; i <= from.Length; i++) steps[i, 0] = i;
        for (int j = 0; j <= to.Length; j++) steps[0, j] = j;
        for (int i = 1; i <= from.Length; i++)
        {
            for (int j = 1; j <= to.Length; j++)
            {
                int replaced = steps[i - 1, j - 1] + (IsSame(from[i - 1], to[j - 1]) ? 0 : 1);
                steps[i, j] = Math.Min(replaced, Math.Min(steps[i - 1, j], steps[i, j - 1]) + 1);
                if (i > 1 && j > 1 && IsSame(from[i - 1], to[j - 2]) && IsSame(from[i - 2], to[j - 1]))
                    steps[i, j] = Math.Min(steps[i, j], steps[i - 2, j - 2] + 1);
            }
        }

        return steps[from.Length, to.Length];
    }

    private static bool IsSame(char one, char other) => char.ToLowerInvariant(one) == char.ToLowerInvariant(other);
}

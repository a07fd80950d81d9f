using System.Text;

namespace Ota.Core.Rollouts;

/// <summary>The names of enum values as they travel and stand in reports: snake_case of the name in the code.</summary>
/// <typeparam name="T">The enum.</typeparam>
internal static class WireName<T>
    where T : struct, Enum
{
    private static readonly Dictionary<T, string> Names = Enum.GetValues<T>().Distinct().ToDictionary(value => value, value => Snake(value.ToString()));

    /// <summary>The name of a value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such value.</exception>
    public static string Of(T value) =>
        Names.TryGetValue(value, out string? name) ? name : throw new ArgumentOutOfRangeException(nameof(value), value, "There is no such value.");

    private static string Snake(string name)
    {
        StringBuilder snake = new(name.Length + 4);
        foreach (char c in name)
        {
            if (char.IsAsciiLetterUpper(c) && snake.Length > 0) snake.Append('_');
            snake.Append(char.ToLowerInvariant(c));
        }

        return snake.ToString();
    }
}

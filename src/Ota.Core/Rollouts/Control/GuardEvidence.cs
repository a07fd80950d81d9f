using System.Globalization;

namespace Ota.Core.Rollouts.Control;

/// <summary>What the guard weighs, counted over all opened waves.</summary>
/// <param name="Begun">Vehicles that ever began to install.</param>
/// <param name="Failed">Vehicles that rolled back, are degraded, inconsistent or discrepant.</param>
/// <param name="Silent">Vehicles that fell silent after they began.</param>
/// <param name="Confirmed">Vehicles that are proven.</param>
/// <param name="Faulty">Vehicles with a new fault.</param>
public sealed record GuardEvidence(long Begun, long Failed, long Silent, long Confirmed, long Faulty)
{
    /// <summary>Nothing.</summary>
    public static GuardEvidence None { get; } = new(0, 0, 0, 0, 0);

    /// <summary>What has come on top of what was judged; nothing goes below 0, since vehicles that are tried again leave these counts.</summary>
    /// <param name="judged">What was judged; null: nothing was.</param>
    public GuardEvidence Beyond(GuardEvidence? judged) => judged is null ? this : new(
        Math.Max(0, Begun - judged.Begun),
        Math.Max(0, Failed - judged.Failed),
        Math.Max(0, Silent - judged.Silent),
        Math.Max(0, Confirmed - judged.Confirmed),
        Math.Max(0, Faulty - judged.Faulty));

    /// <summary>As one text to store: the five numbers in their order.</summary>
    public string Write() => string.Create(CultureInfo.InvariantCulture, $"{Begun} {Failed} {Silent} {Confirmed} {Faulty}");

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="text">Anything.</param>
    /// <returns>Null if it is something else, such as an empty text.</returns>
    public static GuardEvidence? TryParse(string? text)
    {
        string[] parts = text?.Split(' ') ?? [];
        long[] numbers = new long[5];
        if (parts.Length != numbers.Length) return null;
        for (int i = 0; i < numbers.Length; i++)
        {
            if (!long.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i])) return null;
        }

        return new GuardEvidence(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
    }
}

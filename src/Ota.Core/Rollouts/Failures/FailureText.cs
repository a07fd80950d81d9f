using System.Globalization;

namespace Ota.Core.Rollouts.Failures;

/// <summary>Reasons as text: for columns and for people.</summary>
public static class FailureText
{
    /// <summary>Characters of a supplier's code at most.</summary>
    public const int MostSupplierCharacters = 64;

    /// <summary>For columns: <c>7:114:E-1204</c>; empty for none.</summary>
    /// <param name="reason">Any, or null.</param>
    public static string Write(FailureReason? reason) =>
        reason is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{(int)reason.Family}:{reason.Code}:{reason.SupplierCode}");

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="text">From a column.</param>
    /// <returns>The reason; null for the empty text.</returns>
    /// <exception cref="FormatException">It is not of that form.</exception>
    public static FailureReason? Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length == 0) return null;
        string[] parts = text.Split(':', 3); // A supplier's code may have colons of its own.
        bool isWell = parts.Length == 3
            & int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int family)
            & int.TryParse(parts.ElementAtOrDefault(1), NumberStyles.None, CultureInfo.InvariantCulture, out int code);
        return isWell && Enum.IsDefined((FailureFamily)family)
            ? new FailureReason((FailureFamily)family, code, parts[2])
            : throw new FormatException($"'{text}' is no reason: it has the form family:code:supplier code, such as 7:114:E-1204.");
    }

    /// <summary>For people: <c>flash 0x72 (E-1204)</c>; codes of ours by name, <c>network link_lost</c>.</summary>
    /// <param name="reason">Any.</param>
    public static string Describe(FailureReason reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        string supplier = reason.SupplierCode.Length == 0 ? "" : $" ({reason.SupplierCode})";
        return NameOf(reason.Family) + CodeOf(reason) + supplier;
    }

    /// <summary>What it means, one sentence; a general one if the code has no name.</summary>
    /// <param name="reason">Any.</param>
    public static string Explain(FailureReason reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return FailureCodes.Find(reason)?.Sentence ?? $"The vehicle reports {Describe(reason)}.";
    }

    /// <summary>The family as it is called in labels and ledgers: lower case.</summary>
    /// <param name="family">Any.</param>
    public static string NameOf(FailureFamily family) => family.ToString().ToLowerInvariant();

    /// <summary>What may stand in a supplier's code: printable ASCII, cut to its greatest length. Anything else becomes a question mark.</summary>
    /// <param name="text">Anything.</param>
    public static string Printable(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string cut = text.Length > MostSupplierCharacters ? text[..MostSupplierCharacters] : text;
        return string.Create(cut.Length, cut, (output, input) =>
        {
            for (int i = 0; i < input.Length; i++) output[i] = input[i] is >= ' ' and <= '~' ? input[i] : '?';
        });
    }

    private static string CodeOf(FailureReason reason) => reason switch
    {
        { Code: 0 } => "",
        { Family: FailureFamily.Flash } => string.Create(CultureInfo.InvariantCulture, $" 0x{reason.Code:X2}"),
        _ => FailureCodes.Find(reason) is { } known ? $" {known.Name}" : string.Create(CultureInfo.InvariantCulture, $" 0x{reason.Code:X}"),
    };
}

namespace Ota.Core.Vehicles;

/// <summary>
/// A vehicle identification number (ISO 3779): 17 characters of A-Z and 0-9 without I, O and Q. It is personal data, so its text
/// comes out by <see cref="Reveal"/> only, never by accident into a log.
/// </summary>
public sealed record Vin
{
    /// <summary>Characters of every VIN.</summary>
    public const int Length = 17;

    private const int CheckDigitPlace = 8;
    private const int RemainderForX = 10;

    private static readonly int[] Weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

    private readonly string _text;

    private Vin(string text) => _text = text;

    /// <summary>Whether the ninth character is the check digit of the others (49 CFR 565.15): required in some markets, chance elsewhere.</summary>
    public bool HasCheckDigit
    {
        get
        {
            int sum = 0;
            for (int i = 0; i < Length; i++) sum += Weights[i] * ValueOf(_text[i]);
            int remainder = sum % 11;
            return _text[CheckDigitPlace] == (remainder == RemainderForX ? 'X' : (char)('0' + remainder));
        }
    }

    /// <summary>Parses a VIN; small letters are taken as capitals.</summary>
    /// <param name="text">Anything a caller sent.</param>
    /// <returns>The VIN, or null if the text is none. The check digit is not looked at.</returns>
    public static Vin? TryParse(string? text)
    {
        if (text is not { Length: Length }) return null;
        foreach (char c in text)
        {
            if (!IsAllowed(char.ToUpperInvariant(c))) return null;
        }

        return new Vin(text.ToUpperInvariant());
    }

    /// <summary>Whether VINs of vehicles for a market must carry the check digit: United States, Canada and China.</summary>
    /// <param name="market">ISO 3166 code of two capitals.</param>
    public static bool NeedsCheckDigit(string market) => market is "US" or "CA" or "CN";

    /// <summary>The 17 characters: for storing it and for the one answer that shows it.</summary>
    public string Reveal() => _text;

    /// <summary>Gives nothing away.</summary>
    public override string ToString() => "VIN";

    private static bool IsAllowed(char c) => c is (>= '0' and <= '9') or (>= 'A' and <= 'Z' and not ('I' or 'O' or 'Q'));

    // A-H are 1-8, J-R 1-9 without 6 and 8 for the letters left out, S-Z 2-9.
    private static int ValueOf(char c) => c switch
    {
        <= '9' => c - '0',
        <= 'H' => c - 'A' + 1,
        <= 'R' => c - 'J' + 1,
        _ => c - 'S' + 2,
    };
}

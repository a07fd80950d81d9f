using System.Globalization;
using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Vehicles;

namespace Ota.Core.Bundles.Manifests.Reading;

/// <summary>What a text must be.</summary>
/// <param name="What">As it stands in "this is not ...".</param>
/// <param name="IsValid">Whether a text is that.</param>
internal sealed record TextRule(string What, Func<string, bool> IsValid)
{
    private const int ShownLength = 40;

    public static TextRule Heading { get; } = Line(ManifestLimits.Heading);

    public static TextRule Reference { get; } = Line(ManifestLimits.Reference);

    public static TextRule Prose { get; } =
        new($"a text of 1 to {ManifestLimits.Prose} characters", text => IsText(text, ManifestLimits.Prose, char.IsControl, except: '\n'));

    public static TextRule Rxswin { get; } = new("an RXSWIN of 1 to 64 characters", text => Label.IsValid(text));

    public static TextRule Token { get; } =
        new("a version: 1 to 64 characters of A-Z, a-z, 0-9 and . _ - : / + #", text => Vehicles.Token.IsValid(text, Vehicles.Token.MaxLength));

    public static TextRule Hardware { get; } =
        new("a hardware id: 1 to 64 characters of A-Z, a-z, 0-9 and . _ - : / + #", text => HardwareId.TryParse(text) is not null);

    public static TextRule Path { get; } = new(
        "a path such as brake/fw-2.4.bin: 1 to 256 printable ASCII characters, none of its segments empty or beginning with a dot",
        text => TargetPath.TryParse(text) is not null);

    public static TextRule Language { get; } = new("a language such as de or fr-BE (BCP 47)", text => LanguageTag.TryParse(text) is not null);

    public static TextRule Sha256 { get; } = new("a SHA-256: 64 lower-case hexadecimal digits", SoftwareImage.IsDigest);

    public static TextRule Sha512 { get; } =
        new("a SHA-512: 128 lower-case hexadecimal digits", text => text.Length == 128 && text.All(char.IsAsciiHexDigitLower));

    public static TextRule File { get; } = new("the path of a local file", text => text.Length is > 0 and <= 4096 && !text.Contains('\0'));

    public static TextRule Supplier { get; } = new(
        "the name of a supplier's role: 1 to 64 of a-z, 0-9, - and ., a letter or digit first",
        text => text.Length <= 64
            && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.')
            && RoleName.TryParse(text) is not null
            && char.IsAsciiLetterOrDigit(text[0]));

    public static TextRule Word(IReadOnlyList<string> words) => new($"one of {string.Join(", ", words)}", words.Contains);

    public string? Read(JsonValue value, string pointer, ProblemList problems)
    {
        if (value is JsonText { Value: var text } && IsValid(text)) return text;
        string found = value switch
        {
            JsonText { Value.Length: 0 } => "This is empty and not",
            JsonText given when given.Value.Length <= ShownLength => $"'{given.Value}' is not",
            _ => "This is not",
        };
        string advice = value is JsonInteger or JsonBoolean or JsonNull ? " Put it into quotes if it is meant as a text." : "";
        problems.Add(pointer, $"{found} {What}.{advice}");
        return null;
    }

    private static TextRule Line(int most) => new(
        string.Create(CultureInfo.InvariantCulture, $"a text of 1 to {most} characters on one line"),
        text => IsText(text, most, char.IsControl, except: null));

    private static bool IsText(string text, int most, Func<char, bool> isBad, char? except) =>
        text.Length <= most && !string.IsNullOrWhiteSpace(text) && !text.Any(c => isBad(c) && c != except);
}

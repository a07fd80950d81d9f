using Ota.Core.Bundles.Json;

namespace Ota.Core.Bundles.Manifests.Reading;

/// <summary>Reads what people are told, and whether everybody in the markets is.</summary>
internal static class UserTextReader
{
    private static readonly string[] Members = ["title", "purpose", "changes", "duration", "unavailable", "instructions", "manual"];

    public static IReadOnlyDictionary<string, UserText> Read(
        ManifestFields manifest, IReadOnlyDictionary<string, IReadOnlyList<LanguageTag>> markets)
    {
        SortedDictionary<string, UserText> read = new(StringComparer.Ordinal);
        if (manifest.Value("texts", "an object with a member for each language") is not { } value
            || ManifestFields.Map(value, manifest.PointerOf("texts"), manifest.Problems) is not { } texts) return read;
        if (texts.Count > ManifestLimits.Markets) manifest.Refuse("texts", $"More than {ManifestLimits.Markets} languages.");
        List<LanguageTag> languages = [];
        foreach ((string language, JsonValue text) in texts.All.Take(ManifestLimits.Markets))
        {
            if (LanguageTag.TryParse(language) is { } tag) languages.Add(tag);
            else texts.Refuse(language, "This is no language such as de or fr-BE (BCP 47).");
            if (ReadOne(text, texts.PointerOf(language), manifest.Problems) is { } one) read[language] = one;
        }

        foreach (LanguageTag needed in markets.Values.SelectMany(one => one).Distinct().Where(needed => !languages.Any(one => one.Serves(needed))))
        {
            string[] where = [.. markets.Where(market => market.Value.Contains(needed)).Select(market => market.Key)];
            manifest.Refuse("texts", $"{needed} is missing, which people in {string.Join(", ", where)} need.");
        }

        return read;
    }

    private static UserText? ReadOne(JsonValue value, string pointer, ProblemList problems)
    {
        if (ManifestFields.Of(value, pointer, problems, Members) is not { } fields) return null;
        int before = problems.Count;
        string? title = fields.Text("title", TextRule.Heading);
        string? purpose = fields.Text("purpose", TextRule.Prose);
        string? changes = fields.Text("changes", TextRule.Prose);
        string? duration = fields.Text("duration", TextRule.Reference);
        string? unavailable = fields.Text("unavailable", TextRule.Prose);
        string? instructions = fields.Text("instructions", TextRule.Prose);
        string? manual = fields.TextIfAny("manual", TextRule.Prose);
        if (problems.Count > before) return null;
        return new UserText
        {
            Title = title!,
            Purpose = purpose!,
            Changes = changes!,
            Duration = duration!,
            Unavailable = unavailable!,
            Instructions = instructions!,
            Manual = manual ?? "",
        };
    }
}

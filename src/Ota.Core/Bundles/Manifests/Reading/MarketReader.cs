using Ota.Core.Vehicles;

namespace Ota.Core.Bundles.Manifests.Reading;

/// <summary>Reads in which markets and languages people are informed.</summary>
internal static class MarketReader
{
    private const string What = "an object with a member for each market and its languages, such as BE: [nl, fr, de]";

    public static IReadOnlyDictionary<string, IReadOnlyList<LanguageTag>> Read(ManifestFields manifest)
    {
        SortedDictionary<string, IReadOnlyList<LanguageTag>> read = new(StringComparer.Ordinal);
        if (manifest.Value("markets", What) is not { } value
            || ManifestFields.Map(value, manifest.PointerOf("markets"), manifest.Problems) is not { } markets) return read;
        if (markets.Count is 0 or > ManifestLimits.Markets) manifest.Refuse("markets", $"Name 1 to {ManifestLimits.Markets} markets.");
        foreach ((string market, _) in markets.All.Take(ManifestLimits.Markets))
        {
            if (Vehicle.IsMarket(market)) read[market] = ReadLanguages(markets, market);
            else markets.Refuse(market, "This is no market: two capitals of ISO 3166, such as DE.");
        }

        return read;
    }

    private static LanguageTag[] ReadLanguages(ManifestFields markets, string market)
    {
        LanguageTag[] languages =
            [.. markets.Texts(market, 1, ManifestLimits.LanguagesOfMarket, TextRule.Language).Select(item => LanguageTag.TryParse(item.Value)!)];
        foreach (LanguageTag needed in MarketLanguages.Of(market).Where(needed => !languages.Any(listed => MarketLanguages.IsFor(listed, needed))))
            markets.Refuse(market, $"People in {market} also need {needed}; add it here and to the texts.");
        return languages;
    }
}

namespace Ota.Core.Bundles.Manifests;

/// <summary>
/// Languages without which part of a market's drivers could not read what an update does to their car. The table has the markets where
/// more than one language is needed or where the only one is easily taken for granted; for others the manifest's own list counts.
/// </summary>
public static class MarketLanguages
{
    private static readonly Dictionary<string, string[]> Needed = new()
    {
        ["AT"] = ["de"],
        ["BE"] = ["de", "fr", "nl"],
        ["CA"] = ["en", "fr"],
        ["CH"] = ["de", "fr", "it"],
        ["CN"] = ["zh"],
        ["CZ"] = ["cs"],
        ["DE"] = ["de"],
        ["DK"] = ["da"],
        ["ES"] = ["es"],
        ["FI"] = ["fi", "sv"],
        ["FR"] = ["fr"],
        ["GB"] = ["en"],
        ["IE"] = ["en"],
        ["IT"] = ["it"],
        ["JP"] = ["ja"],
        ["KR"] = ["ko"],
        ["LU"] = ["de", "fr"],
        ["NL"] = ["nl"],
        ["PL"] = ["pl"],
        ["PT"] = ["pt"],
        ["SE"] = ["sv"],
        ["US"] = ["en"],
    };

    /// <summary>The languages that a market cannot do without.</summary>
    /// <param name="market">ISO 3166, two capitals.</param>
    public static IReadOnlyList<LanguageTag> Of(string market) =>
        [.. Needed.GetValueOrDefault(market, []).Select(language => LanguageTag.TryParse(language)!)];

    /// <summary>Whether a listed language is for those who need another: fr-BE is for readers of fr.</summary>
    public static bool IsFor(LanguageTag listed, LanguageTag needed)
    {
        ArgumentNullException.ThrowIfNull(needed);
        return needed.Serves(listed);
    }
}

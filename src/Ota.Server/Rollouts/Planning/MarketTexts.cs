using Ota.Core.Bundles.Manifests;
using Ota.Server.Bundles.Staging;

namespace Ota.Server.Rollouts.Planning;

/// <summary>
/// Whether a bundle tells the drivers of all markets what UN R156 (7.2.2.2) asks for: no rollout begins for vehicles whose drivers could not
/// read it.
/// </summary>
internal static class MarketTexts
{
    /// <param name="bundle">The bundle.</param>
    /// <param name="markets">Eligible vehicles by market; those without one are asked for nothing.</param>
    /// <returns>A sentence for each market whose drivers would not be informed.</returns>
    public static IReadOnlyList<string> ProblemsOf(StagedBundle bundle, IReadOnlyDictionary<string, long> markets) =>
    [
        .. markets.Where(market => market.Key.Length > 0)
            .OrderBy(market => market.Key, StringComparer.Ordinal)
            .SelectMany(market => ProblemsOf(bundle, market.Key, market.Value)),
    ];

    private static IEnumerable<string> ProblemsOf(StagedBundle bundle, string market, long vehicles)
    {
        if (!bundle.Markets.TryGetValue(market, out IReadOnlyList<LanguageTag>? languages))
        {
            yield return $"{vehicles} eligible vehicles are of the market {market}, for which the bundle's manifest has no texts: build it again with "
                + $"\"{market}\" among its markets, or leave these vehicles out.";
            yield break;
        }

        foreach (LanguageTag language in languages)
        {
            if (!bundle.Texts.TryGetValue(language.Value, out UserText? text))
                yield return $"Drivers in {market} are to be informed in {language}, and the bundle's manifest has no text in it: build it again with one.";
            else if (!IsWhole(text))
            {
                yield return $"The text in {language} for {market} leaves out purpose, changes, duration, what is unavailable, or instructions: build "
                    + "the bundle again with them.";
            }
        }
    }

    private static bool IsWhole(UserText text) =>
        new[] { text.Purpose, text.Changes, text.Duration, text.Unavailable, text.Instructions }.All(part => !string.IsNullOrWhiteSpace(part));
}

using Ota.Core.Bundles.Manifests;

namespace Ota.Cli.Usage;

/// <summary>Finds what somebody probably meant to type.</summary>
internal static class NearestWord
{
    /// <returns>The nearest known word, or null if none is near enough.</returns>
    public static string? To(string word, IEnumerable<string> known) => NearestName.To(word, known);
}

using System.Text;
using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Manifests;

namespace Ota.Cli.Bundles;

/// <summary>Compares manifests value by value.</summary>
internal static class ManifestComparison
{
    public static IReadOnlyList<ManifestDifference> Compare(JsonObject one, JsonObject other)
    {
        SortedDictionary<string, string> before = Flatten(one);
        SortedDictionary<string, string> after = Flatten(other);
        return
        [
            .. before.Keys.Union(after.Keys).Order(StringComparer.Ordinal)
                .Select(where => new ManifestDifference(where, before.GetValueOrDefault(where, ""), after.GetValueOrDefault(where, "")))
                .Where(difference => difference.Before != difference.After),
        ];
    }

    private static SortedDictionary<string, string> Flatten(JsonValue document)
    {
        SortedDictionary<string, string> values = new(StringComparer.Ordinal);
        Add(JsonPointer.Root, document);
        return values;

        void Add(string pointer, JsonValue value)
        {
            switch (value)
            {
                case JsonObject { Count: > 0 } members:
                    foreach ((string name, JsonValue member) in members.Members) Add(JsonPointer.Member(pointer, name), member);
                    break;
                case JsonArray { Items: { Count: > 0 } items } when items.All(item => item is JsonObject):
                    for (int i = 0; i < items.Count; i++) Add(JsonPointer.Member(pointer, NameOf((JsonObject)items[i], i)), items[i]);
                    break;
                case JsonArray { Items: var items }:
                    values[pointer] = string.Join(", ", items.Select(Show));
                    break;
                default:
                    values[pointer] = Show(value);
                    break;
            }
        }
    }

    // The path of an image changes with its version; the hardware that it is for does not.
    private static string NameOf(JsonObject item, int index) => item["hardwareIds"] is JsonArray { Items: var ids }
        ? string.Join('+', ids.Select(Show))
        : (item["before"] as JsonText)?.Value ?? index.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Show(JsonValue value) =>
        value is JsonText text ? text.Value.Replace('\n', ' ') : Encoding.ASCII.GetString(PublishedJson.Encode(value));
}

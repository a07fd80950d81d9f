using Ota.Core.Bundles.Json;

namespace Ota.Core.Bundles.Metadata;

/// <summary>What both repositories say of an image, and must say alike.</summary>
internal static class CustomMembers
{
    private const string ReleaseCounter = "releaseCounter";

    /// <summary>False if there is a counter that is none.</summary>
    public static bool TryReadCounter(JsonObject custom, out long? counter)
    {
        JsonValue? value = custom[ReleaseCounter];
        counter = (value as JsonInteger)?.Value;
        return value is null || counter >= 0;
    }

    public static IEnumerable<KeyValuePair<string, JsonValue>> Counter(long? counter) =>
        counter is { } value ? [new(ReleaseCounter, new JsonInteger(value))] : [];
}

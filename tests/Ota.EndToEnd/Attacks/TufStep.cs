using System.Text.Json;

namespace Ota.EndToEnd.Attacks;

/// <summary>What tuf-js says of one refresh.</summary>
/// <param name="IsAccepted">Whether it trusts what it got.</param>
/// <param name="Why">Why not.</param>
/// <param name="Found">The lengths of the images that it downloaded; null for those that nobody describes.</param>
/// <param name="Left">Files that a refused download left.</param>
internal sealed record TufStep(bool IsAccepted, string Why, IReadOnlyDictionary<string, long?> Found, int Left)
{
    public static TufStep Read(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement step = document.RootElement;
        return new TufStep(
            step.GetProperty("accepted").GetBoolean(),
            step.GetProperty("why").GetString()!,
            step.GetProperty("found").EnumerateObject().ToDictionary(one => one.Name, one => one.Value.ValueKind == JsonValueKind.Null ? (long?)null : one.Value.GetInt64()),
            step.TryGetProperty("left", out JsonElement left) ? left.GetArrayLength() : 0);
    }
}

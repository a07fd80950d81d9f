using Ota.Core.Bundles.Json;

namespace Ota.Core.Bundles.Manifests;

/// <summary>Writes manifests. What is empty is left out, so that one manifest has one form.</summary>
public static class ManifestWriter
{
    /// <summary>The document of a manifest.</summary>
    public static JsonObject ToJson(Manifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return Compact(
            ("manifest", new JsonInteger(Manifest.Format)),
            ("title", new JsonText(manifest.Title)),
            ("version", new JsonText(manifest.Version)),
            ("supplier", Optional(manifest.Supplier?.Value)),
            ("markets", Map(manifest.Markets, languages => Texts(languages.Select(language => language.Value)))),
            ("images", new JsonArray([.. manifest.Images.Select(Image)])),
            ("preconditions", new JsonObject(manifest.Preconditions.Select(one => KeyValuePair.Create(one.Name, Condition(one))))),
            ("durationMinutes", JsonObject.Of(
                ("expected", new JsonInteger(manifest.Duration.Expected)), ("longest", new JsonInteger(manifest.Duration.Longest)))),
            ("texts", Map(manifest.Texts, Text)),
            ("rxswins", Unless(manifest.Rxswins.Count == 0, new JsonArray([.. manifest.Rxswins.Select(Rxswin)]))),
            ("dossier", DossierWriter.ToJson(manifest.Dossier)),
            ("requires", Optional(manifest.Requires)),
            ("conflicts", Optional(manifest.Conflicts)));
    }

    internal static JsonObject Compact(params (string Name, JsonValue? Value)[] members) => new(
        members.Where(member => member.Value is not null).Select(member => KeyValuePair.Create(member.Name, member.Value!)));

    internal static JsonText? Optional(string? text) => string.IsNullOrEmpty(text) ? null : new JsonText(text);

    internal static JsonArray? Optional(IReadOnlyList<string> texts) => texts.Count == 0 ? null : Texts(texts);

    internal static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => new JsonText(text))]);

    private static JsonObject Image(ManifestImage image) => Compact(
        ("path", new JsonText(image.Path.Value)),
        ("length", new JsonInteger(image.Length)),
        ("sha256", Optional(image.Hashes.Sha256)),
        ("sha512", Optional(image.Hashes.Sha512)),
        ("version", new JsonText(image.Version)),
        ("hardwareIds", Texts(image.HardwareIds.Select(id => id.Value))),
        ("releaseCounter", new JsonInteger(image.ReleaseCounter)),
        ("before", image.Before.Count == 0 ? new JsonText("any") : Texts(image.Before)),
        ("order", new JsonInteger(image.Order)),
        ("dependsOn", Optional([.. image.DependsOn.Select(path => path.Value)])));

    private static JsonValue Condition(Precondition condition) => condition switch
    {
        Precondition.Bound bound => new JsonInteger(bound.Value),
        Precondition.Range range => JsonObject.Of(("min", new JsonInteger(range.Min)), ("max", new JsonInteger(range.Max))),
        Precondition.OneOf oneOf => Texts(oneOf.Words),
        _ => new JsonBoolean(true),
    };

    private static JsonObject Text(UserText text) => Compact(
        ("title", new JsonText(text.Title)),
        ("purpose", new JsonText(text.Purpose)),
        ("changes", new JsonText(text.Changes)),
        ("duration", new JsonText(text.Duration)),
        ("unavailable", new JsonText(text.Unavailable)),
        ("instructions", new JsonText(text.Instructions)),
        ("manual", Optional(text.Manual)));

    private static JsonObject Rxswin(RxswinChange change) =>
        Compact(("before", Optional(change.Before)), ("after", new JsonText(change.After)));

    private static JsonObject Map<T>(IReadOnlyDictionary<string, T> values, Func<T, JsonValue> write) =>
        new(values.Select(pair => KeyValuePair.Create(pair.Key, write(pair.Value))));

    private static JsonArray? Unless(bool isEmpty, JsonArray items) => isEmpty ? null : items;
}

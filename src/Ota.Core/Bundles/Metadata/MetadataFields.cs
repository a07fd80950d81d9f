using System.Globalization;
using Ota.Core.Bundles.Json;

namespace Ota.Core.Bundles.Metadata;

/// <summary>The members of an object, asked for by name and type.</summary>
/// <param name="members">The object.</param>
/// <param name="place">Where it stands, for sentences.</param>
internal readonly struct MetadataFields(JsonObject members, string place)
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public JsonObject Members => members;

    public static string Write(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    public string Text(string name) => Get<JsonText>(name, "a text").Value;

    public bool Flag(string name) => Get<JsonBoolean>(name, "true or false").Value;

    public MetadataFields Fields(string name) => new(Get<JsonObject>(name, "an object"), $"{place}.{name}");

    public MetadataFields? FieldsIfAny(string name) => members[name] is null ? null : Fields(name);

    public IEnumerable<(string Name, MetadataFields Value)> Each()
    {
        foreach ((string name, JsonValue value) in members.Members)
            yield return (name, new MetadataFields(value as JsonObject ?? throw Refuse(name, "an object"), $"{place}.{name}"));
    }

    public long Integer(string name, long min)
    {
        long value = Get<JsonInteger>(name, "a whole number").Value;
        return value >= min ? value : throw Refuse(name, string.Create(CultureInfo.InvariantCulture, $"at least {min}"));
    }

    public long? IntegerIfAny(string name, long min) => members[name] is null ? null : Integer(name, min);

    // Exactly this form: clients compare it as text or parse nothing else.
    public DateTimeOffset Time(string name) =>
        DateTimeOffset.TryParseExact(
            Text(name), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time
            : throw Refuse(name, "a time such as 2026-12-01T00:00:00Z");

    /// <summary>The items of an array, each parsed; an item that is none is refused.</summary>
    public List<T> List<T>(string name, Func<JsonValue, T?> parse, string what)
        where T : class
    {
        MetadataFields self = this;
        return [.. Get<JsonArray>(name, "an array").Items.Select(item => parse(item) ?? throw self.Refuse(name, what))];
    }

    public MalformedMetadataException Refuse(string name, string what) => new($"The member {place}.{name} is missing or not {what}.");

    private T Get<T>(string name, string what)
        where T : JsonValue =>
        members[name] as T ?? throw Refuse(name, what);
}

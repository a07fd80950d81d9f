using System.Globalization;
using Ota.Core.Bundles.Json;

namespace Ota.Core.Bundles.Manifests.Reading;

/// <summary>
/// The members of one object of a manifest, asked for by name and form. What is missing, wrong or unknown becomes a problem, and the
/// answer is null or empty then, so that reading goes on.
/// </summary>
internal sealed class ManifestFields
{
    private readonly JsonObject _members;

    private ManifestFields(JsonObject members, string pointer, ProblemList problems)
    {
        _members = members;
        Pointer = pointer;
        Problems = problems;
    }

    public string Pointer { get; }

    public ProblemList Problems { get; }

    public IEnumerable<KeyValuePair<string, JsonValue>> All => _members.Members;

    public int Count => _members.Count;

    /// <summary>An object whose members have names that are data.</summary>
    public static ManifestFields? Map(JsonValue value, string pointer, ProblemList problems)
    {
        if (value is JsonObject members) return new ManifestFields(members, pointer, problems);
        problems.Add(pointer, "This is not an object with members.");
        return null;
    }

    /// <summary>An object with certain members and no others.</summary>
    public static ManifestFields? Of(JsonValue value, string pointer, ProblemList problems, IReadOnlyList<string> known)
    {
        if (Map(value, pointer, problems) is not { } fields) return null;
        foreach ((string name, _) in fields.All.Where(member => !known.Contains(member.Key)))
        {
            string advice = !problems.IsFull && NearestName.To(name, known) is { } nearest ? $"did you mean {nearest}?" : $"there are {string.Join(", ", known)}.";
            problems.Add(fields.PointerOf(name), $"Unknown here; {advice}");
        }

        return fields;
    }

    public bool Has(string name) => _members[name] is not null;

    public string PointerOf(string name) => JsonPointer.Member(Pointer, name);

    public void Refuse(string name, string sentence) => Problems.Add(PointerOf(name), sentence);

    public JsonValue? Value(string name, string what)
    {
        if (_members[name] is { } value) return value;
        Problems.Add(Pointer, $"{name} is missing; give {what}.");
        return null;
    }

    public JsonValue? ValueIfAny(string name) => _members[name];

    public ManifestFields? Fields(string name, string what, params IReadOnlyList<string> known) =>
        Value(name, what) is { } value ? Of(value, PointerOf(name), Problems, known) : null;

    public string? Text(string name, TextRule rule) =>
        Value(name, rule.What) is { } value ? rule.Read(value, PointerOf(name), Problems) : null;

    public string? TextIfAny(string name, TextRule rule) => Has(name) ? Text(name, rule) : null;

    public long? Integer(string name, long least, long most)
    {
        string what = string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}");
        JsonValue? value = Value(name, what);
        if (value is null) return null;
        if (value is JsonInteger integer && integer.Value >= least && integer.Value <= most) return integer.Value;
        Refuse(name, $"This is not {what}.");
        return null;
    }

    public bool? Flag(string name)
    {
        JsonValue? value = Value(name, "true or false");
        if (value is JsonBoolean flag) return flag.Value;
        if (value is not null) Refuse(name, "This is neither true nor false.");
        return null;
    }

    /// <summary>The items of an array with their places; empty if there is none or too few.</summary>
    public IReadOnlyList<Indexed<JsonValue>> Items(string name, int least, int most, string what)
    {
        JsonValue? value = least > 0 ? Value(name, what) : ValueIfAny(name);
        if (value is null) return [];
        if (value is not JsonArray { Items: var items })
        {
            Refuse(name, $"This is not {what}.");
            return [];
        }

        if (items.Count < least) Refuse(name, $"This is empty; give {what}.");
        if (items.Count > most) Refuse(name, string.Create(CultureInfo.InvariantCulture, $"{items.Count} are more than the {most} allowed."));
        return [.. items.Take(most).Select((item, index) => new Indexed<JsonValue>(index, item))];
    }

    /// <summary>The texts of an array that keep a rule, none twice.</summary>
    public IReadOnlyList<Indexed<string>> Texts(string name, int least, int most, TextRule rule)
    {
        List<Indexed<string>> read = [];
        HashSet<string> seen = [];
        foreach (Indexed<JsonValue> item in Items(name, least, most, $"an array, each item {rule.What}"))
        {
            string pointer = JsonPointer.Item(PointerOf(name), item.Index);
            if (rule.Read(item.Value, pointer, Problems) is not { } text) continue;
            if (seen.Add(text)) read.Add(new Indexed<string>(item.Index, text));
            else Problems.Add(pointer, "This is in the list already.");
        }

        return read;
    }
}

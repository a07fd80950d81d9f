namespace Ota.Core.Bundles.Json;

/// <summary>
/// Named values. The members are kept in the order of their names by UTF-16 unit. tuf-js sorts so, python-tuf by code point, and
/// the two orders differ for characters beyond U+FFFF only; since a document with such a name would have two canonical forms, no
/// name may hold one.
/// </summary>
public sealed record JsonObject : JsonValue
{
    private readonly string[] _names;
    private readonly JsonValue[] _values;

    /// <summary>Makes an object.</summary>
    /// <param name="members">In any order.</param>
    /// <exception cref="ArgumentException">A name comes twice or cannot be one.</exception>
    public JsonObject(IEnumerable<KeyValuePair<string, JsonValue>> members)
        : this([.. members])
    {
    }

    private JsonObject(ReadOnlySpan<KeyValuePair<string, JsonValue>> members)
    {
        _names = new string[members.Length];
        _values = new JsonValue[members.Length];
        for (int i = 0; i < members.Length; i++) (_names[i], _values[i]) = members[i];
        Array.Sort(_names, _values, StringComparer.Ordinal);
        if (FindProblem(_names) is { } problem) throw new ArgumentException(problem, nameof(members));
    }

    private JsonObject(string[] sortedNames, JsonValue[] values)
    {
        _names = sortedNames;
        _values = values;
    }

    /// <summary>The object without members.</summary>
    public static JsonObject Empty { get; } = new(Array.Empty<string>(), []);

    /// <summary>The members in the order of their names.</summary>
    public IEnumerable<KeyValuePair<string, JsonValue>> Members =>
        _names.Zip(_values, (name, value) => new KeyValuePair<string, JsonValue>(name, value));

    /// <summary>How many members.</summary>
    public int Count => _names.Length;

    /// <summary>The names, sorted.</summary>
    internal ReadOnlySpan<string> Names => _names;

    /// <summary>The values in the order of their names.</summary>
    internal ReadOnlySpan<JsonValue> Values => _values;

    /// <summary>The value of a name; null if there is none.</summary>
    public JsonValue? this[string name]
    {
        get
        {
            int index = Array.BinarySearch(_names, name, StringComparer.Ordinal);
            return index >= 0 ? _values[index] : null;
        }
    }

    /// <summary>Makes an object of names and values.</summary>
    /// <exception cref="ArgumentException">A name comes twice or cannot be one.</exception>
    public static JsonObject Of(params ReadOnlySpan<(string Name, JsonValue Value)> members)
    {
        KeyValuePair<string, JsonValue>[] pairs = new KeyValuePair<string, JsonValue>[members.Length];
        for (int i = 0; i < pairs.Length; i++) pairs[i] = new(members[i].Name, members[i].Value);
        return new JsonObject(pairs.AsSpan());
    }

    /// <summary>This object and members beside it.</summary>
    /// <exception cref="ArgumentException">A name is there already.</exception>
    public JsonObject With(IEnumerable<KeyValuePair<string, JsonValue>> members) => new(Members.Concat(members));

    /// <summary>This object without some of its members.</summary>
    public JsonObject Without(IReadOnlySet<string> names) => new(Members.Where(member => !names.Contains(member.Key)));

    /// <inheritdoc />
    public bool Equals(JsonObject? other) =>
        other is not null && _names.AsSpan().SequenceEqual(other._names) && _values.SequenceEqual(other._values);

    /// <inheritdoc />
    public override int GetHashCode() => _values.Aggregate(_names.Length, HashCode.Combine);

    /// <summary>Makes an object, or says why it cannot be one.</summary>
    internal static JsonObject? TryMake(List<KeyValuePair<string, JsonValue>> members, out string? problem)
    {
        members.Sort((one, other) => string.CompareOrdinal(one.Key, other.Key));
        string[] names = [.. members.Select(member => member.Key)];
        problem = FindProblem(names);
        return problem is null ? new JsonObject(names, [.. members.Select(member => member.Value)]) : null;
    }

    private static string? FindProblem(string[] sortedNames)
    {
        for (int i = 0; i < sortedNames.Length; i++)
        {
            if (sortedNames[i].AsSpan().ContainsAnyInRange('\ud800', '\udfff'))
                return "A member's name has a character beyond U+FFFF, which sorts differently from client to client.";
            if (i > 0 && sortedNames[i] == sortedNames[i - 1])
                return "A member comes twice, and clients differ in which one they read.";
        }

        return null;
    }
}

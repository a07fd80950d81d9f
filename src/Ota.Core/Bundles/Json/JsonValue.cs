namespace Ota.Core.Bundles.Json;

/// <summary>
/// A value of a signed document. There are integers and no other numbers, since canonical JSON has no form for a fraction. Values
/// are equal if they mean the same; the order of an object's members means nothing.
/// </summary>
public abstract record JsonValue
{
    private protected JsonValue()
    {
    }
}

/// <summary>A text.</summary>
/// <param name="Value">Without lone surrogates.</param>
public sealed record JsonText(string Value) : JsonValue;

/// <summary>A whole number.</summary>
/// <param name="Value">From -<see cref="JsonLimits.MaxInteger"/> to <see cref="JsonLimits.MaxInteger"/>.</param>
public sealed record JsonInteger(long Value) : JsonValue;

/// <summary>True or false.</summary>
/// <param name="Value">Which of them.</param>
public sealed record JsonBoolean(bool Value) : JsonValue;

/// <summary>The value null.</summary>
public sealed record JsonNull : JsonValue;

/// <summary>Values in an order.</summary>
/// <param name="Items">The values.</param>
public sealed record JsonArray(IReadOnlyList<JsonValue> Items) : JsonValue
{
    /// <inheritdoc />
    public bool Equals(JsonArray? other) => other is not null && Items.SequenceEqual(other.Items);

    /// <inheritdoc />
    public override int GetHashCode() => Items.Aggregate(Items.Count, HashCode.Combine);
}

using System.Globalization;

namespace Ota.Core.Vehicles.Filters;

/// <summary>A filter, understood. Its text form parses to the same again.</summary>
public abstract record FilterNode
{
    private FilterNode()
    {
    }

    /// <summary>The text form of an operator.</summary>
    public static string SignOf(FilterOperator comparison) => comparison switch
    {
        FilterOperator.Equal => "=",
        FilterOperator.NotEqual => "!=",
        FilterOperator.Less => "<",
        FilterOperator.LessOrEqual => "<=",
        FilterOperator.Greater => ">",
        _ => ">=",
    };

    private static string Group(FilterNode node, bool isOpen) => isOpen ? node.ToString() : $"({node})";

    /// <summary>The empty filter: every vehicle.</summary>
    public sealed record Everything : FilterNode
    {
        /// <inheritdoc />
        public override string ToString() => "";
    }

    /// <summary>Both sides hold.</summary>
    public sealed record And(FilterNode Left, FilterNode Right) : FilterNode
    {
        /// <inheritdoc />
        public override string ToString() => $"{Group(Left, Left is not Or)} AND {Group(Right, Right is not (Or or And))}";
    }

    /// <summary>One side holds.</summary>
    public sealed record Or(FilterNode Left, FilterNode Right) : FilterNode
    {
        /// <inheritdoc />
        public override string ToString() => $"{Group(Left, Left is not And)} OR {Group(Right, Right is not (Or or And))}";
    }

    /// <summary>The inner one does not hold.</summary>
    public sealed record Not(FilterNode Inner) : FilterNode
    {
        /// <inheritdoc />
        public override string ToString() => $"NOT {Group(Inner, Inner is not (Or or And))}";
    }

    /// <summary>One control unit of the vehicle is such that the inner one holds for it.</summary>
    public sealed record AnyEcu(FilterNode Inner) : FilterNode
    {
        /// <inheritdoc />
        public override string ToString() => $"ecus:({Inner})";
    }

    /// <summary>The vehicle has a tag of this name.</summary>
    public sealed record HasTag(string Tag) : FilterNode
    {
        /// <inheritdoc />
        public override string ToString() => $"tags:{Tag}";
    }

    /// <summary>A field of texts is compared with = or !=.</summary>
    /// <param name="Field">The field.</param>
    /// <param name="Tag">For tags, which one; else empty.</param>
    /// <param name="Operator">Equal or not equal.</param>
    /// <param name="Pattern">What with.</param>
    public sealed record TextIs(FilterField Field, string Tag, FilterOperator Operator, TextPattern Pattern) : FilterNode
    {
        /// <inheritdoc />
        public override string ToString() =>
            $"{Field}{(Tag.Length == 0 ? "" : FilterField.Dot + Tag)} {SignOf(Operator)} {Pattern}";
    }

    /// <summary>A field of words is compared with = or !=.</summary>
    public sealed record WordIs(FilterField Field, FilterOperator Operator, string Word) : FilterNode
    {
        /// <inheritdoc />
        public override string ToString() => $"{Field} {SignOf(Operator)} {Word}";
    }

    /// <summary>A number is compared.</summary>
    public sealed record NumberIs(FilterField Field, FilterOperator Operator, long Number) : FilterNode
    {
        /// <inheritdoc />
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Field} {SignOf(Operator)} {Number}");
    }

    /// <summary>A time is compared.</summary>
    public sealed record TimeIs(FilterField Field, FilterOperator Operator, DateTimeOffset Time) : FilterNode
    {
        /// <inheritdoc />
        public override string ToString() =>
            $"{Field} {SignOf(Operator)} \"{Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)}\"";
    }
}

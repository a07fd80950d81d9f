using FsCheck;
using FsCheck.Fluent;
using Ota.Core.Vehicles.Filters;

namespace Ota.Core.Tests.Vehicles;

/// <summary>Random filters.</summary>
internal static class Filters
{
    private static readonly FilterOperator[] Equality = [FilterOperator.Equal, FilterOperator.NotEqual];

    private static readonly FilterOperator[] Orders =
        [FilterOperator.Less, FilterOperator.LessOrEqual, FilterOperator.Greater, FilterOperator.GreaterOrEqual];

    public static Gen<FilterNode> Any() => Gen.Sized(size => Of(Math.Min(size, 12), FilterField.OfVehicle));

    private static Gen<FilterNode> Of(int size, IReadOnlyDictionary<string, FilterField> fields)
    {
        Gen<FilterNode> leaf = Gen.Elements(fields.Values.ToArray()).SelectMany(Leaf);
        if (size <= 1) return leaf;
        Gen<FilterNode> half = Of(size / 2, fields);
        List<Gen<FilterNode>> all =
        [
            leaf,
            half.Select(inner => (FilterNode)new FilterNode.Not(inner)),
            half.SelectMany(left => half.Select(right => (FilterNode)new FilterNode.And(left, right))),
            half.SelectMany(left => half.Select(right => (FilterNode)new FilterNode.Or(left, right))),
        ];
        if (ReferenceEquals(fields, FilterField.OfVehicle))
        {
            all.Add(Of(size / 2, FilterField.OfEcu).Select(inner => (FilterNode)new FilterNode.AnyEcu(inner)));
            all.Add(Gen.Elements("depot", "t").Select(tag => (FilterNode)new FilterNode.HasTag(tag)));
        }

        return Gen.OneOf(all.ToArray());
    }

    private static Gen<FilterNode> Leaf(FilterField field) => field.Kind switch
    {
        FilterKind.Word => Gen.Elements(Equality).SelectMany(sign =>
            Gen.Elements(field.Words!.ToArray()).Select(word => (FilterNode)new FilterNode.WordIs(field, sign, word))),
        FilterKind.Number => Gen.Elements([.. Equality, .. Orders]).SelectMany(sign =>
            Gen.Choose(-1, 2030).Select(number => (FilterNode)new FilterNode.NumberIs(field, sign, number))),
        FilterKind.Time => Gen.Elements(Orders).SelectMany(sign => Gen.Choose(0, int.MaxValue).Select(seconds =>
            (FilterNode)new FilterNode.TimeIs(field, sign, DateTimeOffset.FromUnixTimeSeconds(seconds)))),
        _ => Gen.Elements(Equality).SelectMany(sign => Patterns().Select(pattern =>
            (FilterNode)new FilterNode.TextIs(field, field.Kind is FilterKind.NamedTexts ? "depot" : "", sign, pattern))),
    };

    private static Gen<TextPattern> Patterns() => Gen.Elements("", "a", "b c", "*", "\"", "\\", "ab", "é", "%", "_", "[", "?")
        .NonEmptyListOf().Select(parts => TextPattern.Of([.. parts]));
}

using System.Globalization;

namespace Ota.Core.Vehicles.Filters;

/// <summary>Understands one comparison: whether the field exists, the sign fits it, and the value fits both.</summary>
internal sealed class FilterComparison(FilterToken name, string path, bool isOfEcu)
{
    private static readonly string[] TimeForms =
        ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.fffzzz"];

    private FilterProblem? _problem;

    public FilterNode? TryRead(FilterToken sign, FilterToken value, out FilterProblem? problem)
    {
        FilterNode? node = Read(sign, value);
        problem = _problem;
        return node;
    }

    private FilterNode? Read(FilterToken sign, FilterToken value)
    {
        IReadOnlyDictionary<string, FilterField> fields = isOfEcu ? FilterField.OfEcu : FilterField.OfVehicle;
        string[] parts = path.Split(FilterField.Dot, 2);
        if (!fields.TryGetValue(parts[0], out FilterField? field)) return Fail(name, ExplainUnknown(fields));
        if (parts.Length == 2 && field.Kind is not FilterKind.NamedTexts) return Fail(name, $"{field} has no parts; write it without the dot.");
        if (sign.Kind is not FilterTokenKind.Sign) return Fail(sign, $"A sign is missing after {name.Text}; use one of {SignsFor(field)}.");
        if (value.Kind is not (FilterTokenKind.Word or FilterTokenKind.Quoted)) return Fail(value, $"A value is missing after {sign.Text}.");
        if (value.Text is "AND" or "OR" or "NOT") return Fail(value, $"A value is missing before {value.Text}; put it into quotation marks if it is one.");
        if (field.Kind is FilterKind.NamedTexts && parts.Length == 1) return ReadTagName(sign, value);
        if (!SignsFor(field).Split(' ').Contains(sign.Text)) return Fail(sign, $"{sign.Text} does not fit {name.Text}; use one of {SignsFor(field)}.");
        string tag = parts.Length == 2 ? parts[1] : "";
        if (field.Kind is FilterKind.NamedTexts && !TagName.IsValid(tag)) return Fail(name, $"'{tag}' is no name of a tag: {TagName.Rule}.");
        return field.Kind switch
        {
            FilterKind.Word => ReadWord(field, sign, value),
            FilterKind.Number => ReadNumber(field, sign, value),
            FilterKind.Time => ReadTime(field, sign, value),
            _ => new FilterNode.TextIs(field, tag, OperatorOf(sign), PatternOf(field, sign, value)),
        };
    }

    private FilterNode? ReadTagName(FilterToken sign, FilterToken value)
    {
        if (sign.Text != ":") return Fail(sign, "tags needs the name of one, as in tags.depot = \"north\", or tags:depot for any value.");
        return TagName.IsValid(value.Pattern!.Literal) && !value.Pattern.HasWildcard
            ? new FilterNode.HasTag(value.Pattern.Literal)
            : Fail(value, $"{value.Text} is no name of a tag: {TagName.Rule}.");
    }

    private FilterNode? ReadWord(FilterField field, FilterToken sign, FilterToken value) =>
        field.Words!.Contains(value.Pattern!.Literal) && !value.Pattern.HasWildcard
            ? new FilterNode.WordIs(field, OperatorOf(sign), value.Pattern.Literal)
            : Fail(value, $"{value.Text} is no {name.Text}; use one of {string.Join(", ", field.Words!)}.");

    private FilterNode? ReadNumber(FilterField field, FilterToken sign, FilterToken value) =>
        long.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            ? new FilterNode.NumberIs(field, OperatorOf(sign), number)
            : Fail(value, $"{value.Text} is no whole number, which {name.Text} is compared with.");

    private FilterNode? ReadTime(FilterField field, FilterToken sign, FilterToken value) =>
        DateTimeOffset.TryParseExact(
            value.Pattern!.Literal, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? new FilterNode.TimeIs(field, OperatorOf(sign), time.ToUniversalTime())
            : Fail(value, $"{value.Text} is no time; write \"2026-03-01\" or \"2026-03-01T12:00:00Z\".");

    private string ExplainUnknown(IReadOnlyDictionary<string, FilterField> fields)
    {
        if (path == "vin") return "vin is no field, so that no VIN ends up in a filter; look up one vehicle, or send a list of VINs.";
        string known = string.Join(", ", fields.Keys.Where(key => key != FilterField.Tags.Name));
        return isOfEcu
            ? $"An ECU has no {path}; it has {known}."
            : $"There is no field {path}; there are {known}, tags.NAME and ecus.FIELD.";
    }

    private FilterNode? Fail(FilterToken where, string sentence)
    {
        _problem = new FilterProblem(where.Position, sentence);
        return null;
    }

    private static TextPattern PatternOf(FilterField field, FilterToken sign, FilterToken value) =>
        sign.Text == ":" && field.Kind is not FilterKind.Texts ? value.Pattern!.Anywhere() : value.Pattern!;

    private static FilterOperator OperatorOf(FilterToken sign) => sign.Text switch
    {
        "!=" => FilterOperator.NotEqual,
        "<" => FilterOperator.Less,
        "<=" => FilterOperator.LessOrEqual,
        ">" => FilterOperator.Greater,
        ">=" => FilterOperator.GreaterOrEqual,
        _ => FilterOperator.Equal,
    };

    private static string SignsFor(FilterField field) => field.Kind switch
    {
        FilterKind.Word => "= !=",
        FilterKind.Number => "= != < <= > >=",
        FilterKind.Time => "< <= > >=",
        _ => "= != :",
    };
}

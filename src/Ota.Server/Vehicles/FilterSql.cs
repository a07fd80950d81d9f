using System.Globalization;
using System.Text;
using Dapper;
using Ota.Core.Vehicles;
using Ota.Core.Vehicles.Filters;
using Ota.Server.Storage;

namespace Ota.Server.Vehicles;

/// <summary>A filter as a condition on the table "vehicles v". Values become parameters; names of columns come from here only.</summary>
internal sealed class FilterSql
{
    private readonly Database _database;
    private readonly DynamicParameters _parameters;
    private readonly StringBuilder _sql = new();
    private int _count;

    private FilterSql(Database database, DynamicParameters parameters) => (_database, _parameters) = (database, parameters);

    /// <summary>Writes the condition and adds its parameters.</summary>
    public static string Write(FilterNode filter, Database database, DynamicParameters parameters)
    {
        FilterSql writer = new(database, parameters);
        writer.Add(filter, "v");
        return writer._sql.ToString();
    }

    private void Add(FilterNode filter, string table)
    {
        switch (filter)
        {
            case FilterNode.Everything:
                _sql.Append("1 = 1");
                break;
            case FilterNode.And both:
                AddPair(both.Left, " AND ", both.Right, table);
                break;
            case FilterNode.Or one:
                AddPair(one.Left, " OR ", one.Right, table);
                break;
            case FilterNode.Not no:
                _sql.Append("NOT (");
                Add(no.Inner, table);
                _sql.Append(')');
                break;
            case FilterNode.AnyEcu any:
                _sql.Append("EXISTS (SELECT 1 FROM ecus e WHERE e.vehicle = v.number AND (");
                Add(any.Inner, "e");
                _sql.Append("))");
                break;
            case FilterNode.HasTag has:
                _sql.Append(CultureInfo.InvariantCulture, $"EXISTS (SELECT 1 FROM vehicle_tags t WHERE t.vehicle = v.number AND t.name = {Value(has.Tag)})");
                break;
            case FilterNode.TextIs text:
                AddText(text, table);
                break;
            case FilterNode.WordIs word:
                AddCompared($"{table}.{word.Field}", word.Operator, WordValue(word));
                break;
            case FilterNode.NumberIs number:
                AddNumber(number, $"{table}.{number.Field}");
                break;
            case FilterNode.TimeIs time:
                AddCompared($"{table}.{time.Field}", time.Operator, time.Time.ToUnixTimeMilliseconds());
                break;
            default:
                throw new ArgumentException($"Unknown node {filter.GetType().Name}.", nameof(filter));
        }
    }

    private void AddPair(FilterNode left, string joint, FilterNode right, string table)
    {
        _sql.Append('(');
        Add(left, table);
        _sql.Append(joint);
        Add(right, table);
        _sql.Append(')');
    }

    private void AddText(FilterNode.TextIs text, string table)
    {
        if (text.Operator is FilterOperator.NotEqual) _sql.Append("NOT ");
        _sql.Append(text.Field.Name switch
        {
            "options" => $"EXISTS (SELECT 1 FROM vehicle_options o WHERE o.vehicle = v.number AND {Fits("o.code", text.Pattern)})",
            "rxswins" => $"EXISTS (SELECT 1 FROM vehicle_rxswins r WHERE r.vehicle = v.number AND {Fits("r.rxswin", text.Pattern)})",
            "tags" => "EXISTS (SELECT 1 FROM vehicle_tags t WHERE t.vehicle = v.number"
                + $" AND t.name = {Value(text.Tag)} AND {Fits("t.value", text.Pattern)})",
            string column => $"({Fits($"{table}.{column}", text.Pattern)})",
        });
    }

    // 0 is an unknown number: not equal to any, not below, not above.
    private void AddNumber(FilterNode.NumberIs number, string column)
    {
        bool isUnequal = number.Operator is FilterOperator.NotEqual;
        _sql.Append(CultureInfo.InvariantCulture, $"({column} {(isUnequal ? "= 0 OR" : "<> 0 AND")} ");
        AddCompared(column, number.Operator, number.Number);
        _sql.Append(')');
    }

    private void AddCompared(string column, FilterOperator comparison, long value)
    {
        string sign = comparison is FilterOperator.NotEqual ? "<>" : FilterNode.SignOf(comparison);
        _sql.Append(CultureInfo.InvariantCulture, $"{column} {sign} {Value(value)}");
    }

    private string Fits(string column, TextPattern pattern) => pattern.HasWildcard
        ? _database.IsLike(column, Value(_database.PatternOf(pattern)))
        : $"{column} = {Value(pattern.Literal)}";

    private string Value(object value)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"@f{_count++}");
        _parameters.Add(name, value);
        return name;
    }

    private static long WordValue(FilterNode.WordIs word) => word.Field.Name == "role"
        ? (long)Enum.Parse<EcuRole>(word.Word, ignoreCase: true)
        : (long)Enum.Parse<VehicleStatus>(word.Word, ignoreCase: true);
}

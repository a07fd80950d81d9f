namespace Ota.Core.Vehicles.Filters;

/// <summary>Says whether a vehicle is one that a filter means. What a database finds by the same filter is the same.</summary>
public static class FilterEvaluator
{
    /// <summary>Whether the filter holds for the vehicle.</summary>
    public static bool Matches(FilterNode filter, Vehicle vehicle)
    {
        ArgumentNullException.ThrowIfNull(vehicle);
        return Holds(filter, vehicle, ecu: null);
    }

    private static bool Holds(FilterNode filter, Vehicle vehicle, Ecu? ecu) => filter switch
    {
        FilterNode.Everything => true,
        FilterNode.And both => Holds(both.Left, vehicle, ecu) && Holds(both.Right, vehicle, ecu),
        FilterNode.Or one => Holds(one.Left, vehicle, ecu) || Holds(one.Right, vehicle, ecu),
        FilterNode.Not no => !Holds(no.Inner, vehicle, ecu),
        FilterNode.AnyEcu any => vehicle.Ecus.Any(each => Holds(any.Inner, vehicle, each)),
        FilterNode.HasTag has => vehicle.Tags.ContainsKey(has.Tag),
        FilterNode.TextIs text => TextsOf(text, vehicle, ecu).Any(text.Pattern.Matches) == (text.Operator is FilterOperator.Equal),
        FilterNode.WordIs word => (WordOf(word.Field, vehicle, ecu) == word.Word) == (word.Operator is FilterOperator.Equal),
        FilterNode.NumberIs number => IsSo(number, number.Field.Name == "year" ? vehicle.Year : vehicle.Tenure),
        FilterNode.TimeIs time => Compare(
            time.Operator, (time.Field.Name == "registered" ? vehicle.Registered : vehicle.Changed).CompareTo(time.Time)),
        _ => throw new ArgumentException($"Unknown node {filter.GetType().Name}.", nameof(filter)),
    };

    private static IEnumerable<string> TextsOf(FilterNode.TextIs text, Vehicle vehicle, Ecu? ecu) => text.Field.Name switch
    {
        "options" => vehicle.Options,
        "rxswins" => vehicle.Rxswins,
        "tags" => vehicle.Tags.TryGetValue(text.Tag, out string? value) ? [value] : [],
        string name => [ecu is null ? TextOf(name, vehicle) : TextOf(name, ecu)],
    };

    private static string TextOf(string field, Vehicle vehicle) => field switch
    {
        "vid" => vehicle.Vid.Value,
        "model" => vehicle.Model,
        "plant" => vehicle.Plant,
        "market" => vehicle.Market,
        "trim" => vehicle.Trim,
        "powertrain" => vehicle.Powertrain,
        "status_reason" => vehicle.StatusReason,
        _ => throw new ArgumentException($"Unknown field {field}.", nameof(field)),
    };

    private static string TextOf(string field, Ecu ecu) => field switch
    {
        "serial" => ecu.Serial.Value,
        "hardware_id" => ecu.Hardware.Value,
        "image" => ecu.Current.Name,
        "version" => ecu.Current.Version,
        "digest" => ecu.Current.Digest,
        "previous_image" => ecu.Previous.Name,
        "previous_version" => ecu.Previous.Version,
        "previous_digest" => ecu.Previous.Digest,
        _ => throw new ArgumentException($"Unknown field {field}.", nameof(field)),
    };

    private static string WordOf(FilterField field, Vehicle vehicle, Ecu? ecu) =>
        (field.Name == "role" ? ecu!.Role.ToString() : vehicle.Status.ToString()).ToLowerInvariant();

    // 0 is an unknown number.
    private static bool IsSo(FilterNode.NumberIs asked, long number) => asked.Operator is FilterOperator.NotEqual
        ? number == 0 || number != asked.Number
        : number != 0 && Compare(asked.Operator, number.CompareTo(asked.Number));

    private static bool Compare(FilterOperator comparison, int order) => comparison switch
    {
        FilterOperator.Equal => order == 0,
        FilterOperator.NotEqual => order != 0,
        FilterOperator.Less => order < 0,
        FilterOperator.LessOrEqual => order <= 0,
        FilterOperator.Greater => order > 0,
        _ => order >= 0,
    };
}

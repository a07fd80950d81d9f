using System.Globalization;
using Ota.Core.Bundles.Manifests;

namespace Ota.Core.Rollouts.Explaining;

/// <summary>What a vehicle waits for, for people: the manifest's conditions turned into what is wrong.</summary>
internal static class ConditionText
{
    /// <summary>All of them in one sentence part.</summary>
    public static string Of(IReadOnlyList<string> conditions, IReadOnlyList<Precondition> preconditions) =>
        conditions.Count == 0 ? "it does not say for what" : string.Join(", ", conditions.Select(name => Of(name, preconditions.FirstOrDefault(one => one.Name == name))));

    private static string Of(string name, Precondition? precondition) => (name, precondition) switch
    {
        ("parked", _) => "not parked",
        ("gear", Precondition.OneOf gear) => $"gear is not {Words(gear)}",
        ("gear", _) => "wrong gear",
        ("parkingBrake", _) => "parking brake is off",
        ("maxSpeedKmh", _) => "moving",
        ("ignition", Precondition.OneOf ignition) => $"ignition is not {Words(ignition)}",
        ("ignition", _) => "ignition in the wrong position",
        (PreconditionVocabulary.BatteryVoltage, Precondition.Bound bound) => $"{Battery(bound.Value)} V battery below {Volts(bound.Value)} V",
        (PreconditionVocabulary.BatteryVoltage, _) => "12 V battery too low",
        ("minBatteryPercent", Precondition.Bound bound) => $"12 V battery below {Number(bound.Value)} %",
        ("minBatteryPercent", _) => "12 V battery too low",
        ("minTractionPercent", Precondition.Bound bound) => $"traction battery below {Number(bound.Value)} %",
        ("minTractionPercent", _) => "traction battery too low",
        ("charging", _) => "charging",
        ("noEmergencyCall", _) => "an emergency call is going on",
        ("noDiagnosticSession", _) => "a diagnostic session is open",
        ("notTowing", _) => "a trailer is attached",
        ("doorsClosed", _) => "a door is open",
        ("hoodClosed", _) => "the hood is open",
        ("occupantsCanLeave", _) => "somebody could be locked in",
        ("ambientCelsius", Precondition.Range range) => $"outside it is not {Number(range.Min)} to {Number(range.Max)} degrees",
        ("ambientCelsius", _) => "outside it is too cold or too hot",
        ("endsBeforeDeparture", _) => "the next departure is too soon",
        _ => name,
    };

    private static string Words(Precondition.OneOf one) => string.Join(" or ", one.Words);

    private static string Volts(long millivolts) => (millivolts / 1000m).ToString("0.0##", CultureInfo.InvariantCulture);

    // A bound of a 24 V system is far above what a 12 V battery ever has.
    private static string Battery(long millivolts) => millivolts > 16_000 ? "24" : "12";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}

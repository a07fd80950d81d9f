namespace Ota.Core.Bundles.Manifests;

/// <summary>
/// All conditions that a manifest may set. Vehicles evaluate them and report by these names which one they wait for, so a name never
/// changes its meaning. Units stand in the names, because numbers in signed documents are whole.
/// </summary>
public static class PreconditionVocabulary
{
    /// <summary>The condition without which nothing is installed: power for the update and for going back (UN R156, 7.2.2.1).</summary>
    public const string BatteryVoltage = "minBatteryMillivolts";

    /// <summary>The condition without which nothing that safety depends on is installed.</summary>
    public const string Parked = "parked";

    /// <summary>The conditions, in the order in which people read them.</summary>
    public static IReadOnlyList<PreconditionTerm> Terms { get; } =
    [
        Flag(Parked, "the vehicle is parked"),
        OneOf("gear", "the gear is one of these", "park", "neutral"),
        Flag("parkingBrake", "the parking brake is on"),
        Bound("maxSpeedKmh", "km/h at most", 0, 10),
        OneOf("ignition", "the ignition is in one of these positions", "off", "accessory", "on"),
        Bound(BatteryVoltage, "mV of the 12 V or 24 V battery at least", 9_000, 32_000),
        Bound("minBatteryPercent", "% of charge of the 12 V or 24 V battery at least", 1, 100),
        Bound("minTractionPercent", "% of charge of the traction battery at least", 1, 100),
        OneOf("charging", "charging is one of these", "none", "slow", "fast"),
        Flag("noEmergencyCall", "no emergency call is going on"),
        Flag("noDiagnosticSession", "no diagnostic session is open"),
        Flag("notTowing", "no trailer is attached"),
        Flag("doorsClosed", "all doors are closed"),
        Flag("hoodClosed", "the hood is closed"),
        Flag("occupantsCanLeave", "nobody can be locked in"),
        Range("ambientCelsius", "degrees Celsius outside", -50, 80),
        Flag("endsBeforeDeparture", "the longest duration ends before the next planned departure"),
    ];

    /// <summary>The condition of a name; null if there is none.</summary>
    public static PreconditionTerm? Find(string name) => Terms.FirstOrDefault(term => term.Name == name);

    private static PreconditionTerm Flag(string name, string meaning) => new(name, PreconditionKind.Flag, meaning);

    private static PreconditionTerm OneOf(string name, string meaning, params string[] words) =>
        new(name, PreconditionKind.OneOf, meaning) { Words = words };

    private static PreconditionTerm Bound(string name, string meaning, long least, long most) =>
        new(name, PreconditionKind.Bound, meaning) { Least = least, Most = most };

    private static PreconditionTerm Range(string name, string meaning, long least, long most) =>
        new(name, PreconditionKind.Range, meaning) { Least = least, Most = most };
}

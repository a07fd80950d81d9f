namespace Ota.Core.Vehicles;

/// <summary>One step in what was known of a vehicle, and when it became known here. Events are added, never changed.</summary>
/// <param name="Number">Counts the vehicle's events from 1.</param>
/// <param name="Time">When it was recorded.</param>
/// <param name="Actor">The operator's name, or empty for the vehicle itself.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Facts">The values before and after, by name; never a VIN.</param>
public sealed record VehicleEvent(
    long Number, DateTimeOffset Time, string Actor, VehicleEventKind Kind, IReadOnlyDictionary<string, string> Facts);

namespace Ota.Simulator.Fleet.Running;

/// <summary>A line of a fleet's ledger.</summary>
/// <param name="Vid">The vehicle.</param>
/// <param name="Kind">How it behaves.</param>
/// <param name="Truth">What truly happened.</param>
/// <param name="Expected">Which states the backend's install may be in; none: any.</param>
/// <param name="Rollout">Of its last job; null if it never had one.</param>
/// <param name="Offer">Of that job.</param>
/// <param name="Attempts">At that offer.</param>
/// <param name="Proofs">Manifests sent, repeats included.</param>
/// <param name="Connections">How often it connected.</param>
/// <param name="FirstContactMs">When it connected first, Unix milliseconds; null if never.</param>
/// <param name="EndedMs">When its truth was final; null while it is open.</param>
/// <param name="Images">What its ECUs truly run, by serial number; null if it was never switched on.</param>
internal sealed record FleetEntry(
    string Vid, VehicleKind Kind, VehicleTruth Truth, IReadOnlyList<string> Expected, string? Rollout, uint Offer, uint Attempts, int Proofs,
    int Connections, long? FirstContactMs, long? EndedMs, IReadOnlyDictionary<string, string>? Images);

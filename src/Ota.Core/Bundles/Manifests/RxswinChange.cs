namespace Ota.Core.Bundles.Manifests;

/// <summary>An RX software identification number that a vehicle has another of after the update (UN R156, 7.1.1.3).</summary>
/// <param name="Before">What it had; null if none.</param>
/// <param name="After">What it has then.</param>
public sealed record RxswinChange(string? Before, string After);

namespace Ota.Core.Bundles.Manifests;

/// <summary>How long installing takes, in minutes.</summary>
/// <param name="Expected">As a rule.</param>
/// <param name="Longest">At worst; a vehicle that is needed sooner does not begin.</param>
public sealed record InstallDuration(int Expected, int Longest);

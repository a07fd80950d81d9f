namespace Ota.Core.Bundles.Manifests;

/// <summary>A question of the dossier and why it was answered so; a "no" needs its reason as much, since authorities ask for it.</summary>
/// <param name="Answer">Yes or no.</param>
/// <param name="Reason">Why.</param>
public sealed record Assessment(bool Answer, string Reason);

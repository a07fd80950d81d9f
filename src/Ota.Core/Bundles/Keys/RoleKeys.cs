namespace Ota.Core.Bundles.Keys;

/// <summary>Who signs for a role: TUF 4.3 and 4.5, Uptane 5.2.2.</summary>
/// <param name="KeyIds">Each once.</param>
/// <param name="Threshold">
/// How many different keys must have signed; at least 1. More than there are keys is taken when read: refusing a root that says so by
/// mistake would keep vehicles from the next root that puts it right.
/// </param>
public sealed record RoleKeys(IReadOnlyList<KeyId> KeyIds, int Threshold);

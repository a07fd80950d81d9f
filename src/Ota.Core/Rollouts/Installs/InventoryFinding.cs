using Ota.Core.Vehicles;

namespace Ota.Core.Rollouts.Installs;

/// <summary>What a verified inventory shows of an install's targets. Every signature in it held, and its counter was fresh.</summary>
/// <param name="Counter">The inventory's counter: the highest one counts.</param>
/// <param name="Digest">SHA-256 of the signed inventory, lower-case hexadecimal: names the proof.</param>
/// <param name="IsFresh">Whether it carries the nonce that this install asked for.</param>
/// <param name="Differing">The ECUs that do not run what the targets say; empty: all do.</param>
public sealed record InventoryFinding(ulong Counter, string Digest, bool IsFresh, IReadOnlyList<EcuSerial> Differing)
{
    /// <summary>Whether every target is there.</summary>
    public bool Matches => Differing.Count == 0;
}

using Ota.Core.Vehicles;

namespace Ota.Core.Rollouts.Installs;

/// <summary>What a verified inventory shows of an install's targets. Every signature in it held, and its counter was fresh.</summary>
/// <param name="Counter">The inventory's counter: of one primary's the highest one counts.</param>
/// <param name="Digest">SHA-256 of the signed inventory, lower-case hexadecimal: names the proof.</param>
/// <param name="IsFresh">Whether it carries the nonce that this install asked for.</param>
/// <param name="Differing">The ECUs that do not run what the targets say; empty: all do.</param>
public sealed record InventoryFinding(ulong Counter, string Digest, bool IsFresh, IReadOnlyList<EcuSerial> Differing)
{
    /// <summary>
    /// SHA-256 of the key that signed it, lower-case hexadecimal: counters of different primaries do not compare. Empty if that was not kept.
    /// </summary>
    public string PrimaryKey { get; init; } = "";

    /// <summary>Whether every target is there.</summary>
    public bool Matches => Differing.Count == 0;

    /// <summary>Whether this is not newer than another one. One of another primary always is: the register believes one key at a time.</summary>
    /// <param name="other">What is known.</param>
    internal bool IsNotAfter(InventoryFinding other) => IsOfPrimaryOf(other) && Counter <= other.Counter;

    private bool IsOfPrimaryOf(InventoryFinding other) => PrimaryKey.Length == 0 || other.PrimaryKey.Length == 0 || PrimaryKey == other.PrimaryKey;
}

namespace Ota.Core.Vehicles.Inventories;

/// <summary>How far an inventory is believed.</summary>
public abstract record InventoryVerdict
{
    private InventoryVerdict()
    {
    }

    /// <summary>Every signature verifies.</summary>
    /// <param name="Counter">The primary's counter.</param>
    /// <param name="PrimaryKey">SHA-256 of the key that signed it, lower-case hexadecimal: counters of different keys do not compare.</param>
    /// <param name="Nonce">What the backend asked to be repeated, or empty; it is not judged here.</param>
    /// <param name="Ecus">Every ECU of the vehicle, once.</param>
    public sealed record Proven(ulong Counter, string PrimaryKey, ReadOnlyMemory<byte> Nonce, IReadOnlyList<EcuState> Ecus) : InventoryVerdict;

    /// <summary>There is nothing to verify it with: the register has no primary with a key. It changes nothing.</summary>
    public sealed record Unproven : InventoryVerdict;

    /// <summary>It contradicts the register or itself. It changes nothing and is an alarm.</summary>
    /// <param name="Problems">All that was found, at least one.</param>
    public sealed record Refused(IReadOnlyList<InventoryProblem> Problems) : InventoryVerdict;
}

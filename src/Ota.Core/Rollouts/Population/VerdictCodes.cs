using Ota.Core.Bundles.Director;

namespace Ota.Core.Rollouts.Population;

/// <summary>The codes of failure reasons that verdicts have. What a vehicle reports has lower ones.</summary>
internal static class VerdictCodes
{
    /// <summary>Of evidence: no inventory was ever proven.</summary>
    public const int NeverProven = 0x100;

    /// <summary>Of evidence: the latest proven inventory is too old.</summary>
    public const int InventoryTooOld = 0x101;

    /// <summary>Of operations: a person said that the vehicle left service.</summary>
    public const int NotInService = 0x102;

    /// <summary>Of eligibility: the bundle would undo a fix that was proven.</summary>
    public const int UndoesRemedy = 0x120;

    /// <summary>Of eligibility: an image has no SHA-256, by which inventories say what an ECU runs.</summary>
    public const int CannotBeProven = 0x121;

    /// <summary>Of eligibility: what the Director would refuse.</summary>
    public static int Of(AssignmentRefusalReason reason) => 0x100 + (int)reason;
}

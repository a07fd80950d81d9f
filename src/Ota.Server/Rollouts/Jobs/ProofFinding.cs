using Ota.Core.Rollouts.Installs;
using Ota.Core.Vehicles;
using Ota.Core.Vehicles.Inventories;

namespace Ota.Server.Rollouts.Jobs;

/// <summary>Holds a verified inventory against what an install is to leave.</summary>
internal static class ProofFinding
{
    /// <param name="install">Its targets, and the nonce that it waits for.</param>
    /// <param name="shown">Every signature in it held.</param>
    /// <param name="digest">SHA-256 of the inventory.</param>
    public static InventoryFinding Of(Install install, InventoryVerdict.Proven shown, string digest)
    {
        Dictionary<EcuSerial, string> images = shown.Ecus.ToDictionary(ecu => ecu.Serial, ecu => ecu.Image.Digest);
        bool isFresh = install.Nonce.Length > 0 && Convert.ToHexStringLower(shown.Nonce.Span) == install.Nonce;
        // An ECU that is not in the register any more shows nothing, and so differs.
        return new InventoryFinding(
            shown.Counter, digest, isFresh, [.. install.Targets.Where(target => images.GetValueOrDefault(target.Ecu) != target.Sha256).Select(target => target.Ecu)])
        {
            PrimaryKey = shown.PrimaryKey,
        };
    }
}

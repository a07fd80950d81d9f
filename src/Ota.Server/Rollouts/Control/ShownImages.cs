using Ota.Core.Rollouts.Installs;

namespace Ota.Server.Rollouts.Control;

/// <summary>What a vehicle runs by its latest proven inventory.</summary>
/// <param name="Counter">The inventory's counter.</param>
/// <param name="Digest">Its SHA-256.</param>
/// <param name="PrimaryKey">SHA-256 of the key that signed it.</param>
/// <param name="Images">The image of each ECU, by serial number.</param>
internal sealed record ShownImages(ulong Counter, string Digest, string PrimaryKey, IReadOnlyDictionary<string, ShownImage> Images)
{
    /// <summary>What it says of an install. It carried no nonce of it, so it can take a proof away and never give one.</summary>
    public InventoryFinding FindingOf(Install install) => new(
        Counter, Digest, IsFresh: false,
        [.. install.Targets.Where(target => Images.GetValueOrDefault(target.Ecu.Value)?.Keeps(target) != true).Select(target => target.Ecu)])
    {
        PrimaryKey = PrimaryKey,
    };
}

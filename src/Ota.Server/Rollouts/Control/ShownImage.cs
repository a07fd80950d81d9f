using Ota.Core.Rollouts.Installs;

namespace Ota.Server.Rollouts.Control;

/// <summary>What one ECU runs.</summary>
/// <param name="Sha256">Of the image.</param>
/// <param name="Release">Its release counter on this hardware, as a bundle had it; null if no bundle that was signed here had it.</param>
internal sealed record ShownImage(string Sha256, long? Release)
{
    /// <summary>
    /// Whether it has what a rollout has brought: its image, or a later release of it. The counters are those by which an ECU refuses to go back
    /// (Uptane 2.1, 5.4.4.2), and by which a bundle that would undo a remedy is refused.
    /// </summary>
    public bool Keeps(InstallTarget target) => Sha256 == target.Sha256 || Release > target.ReleaseCounter;
}

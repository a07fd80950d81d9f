using Ota.Core.Rollouts.Installs;

namespace Ota.Server.Rollouts.Installs;

/// <summary>An event on its way into the store.</summary>
internal sealed class InstallWrite(InstallKey key, InstallEvent happened)
{
    public InstallKey Key => key;

    public InstallEvent Happened => happened;

    /// <summary>What it made of the install, when the commit is done; null if there is none.</summary>
    public InstallStep? Step { get; set; }

    /// <summary>Vehicles whose Director files its transaction made old; of all items of a transaction one has them.</summary>
    public IReadOnlyList<string> Told { get; set; } = [];
}

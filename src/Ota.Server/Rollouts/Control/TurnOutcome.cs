using Ota.Core.Rollouts.Installs;
using Ota.Server.Bundles.Director;
using Ota.Server.Rollouts.Installs;

namespace Ota.Server.Rollouts.Control;

/// <summary>What is to become of a vehicle whose turn it is.</summary>
/// <param name="Key">The install to which something happens: of the vehicle, not always of the rollout whose turn it is.</param>
/// <param name="Happened">What happens to it.</param>
internal sealed record TurnOutcome(InstallKey Key, InstallEvent Happened)
{
    /// <summary>What the vehicle is told with it; null if nothing.</summary>
    public AssignmentRow? Assignment { get; init; }

    /// <summary>Whether the turn is over. A vehicle that was taken from another rollout has its turn again, when that is done.</summary>
    public bool EndsTurn { get; init; } = true;

    public string Name => Happened switch
    {
        InstallEvent.Offered => "offered",
        InstallEvent.Removed => "removed",
        InstallEvent.Superseded => "superseded",
        _ => "not_offered",
    };
}

using Ota.Core.Rollouts.Installs;

namespace Ota.Server.Rollouts.Planning;

/// <summary>A vehicle as it stands in the digest of a population.</summary>
internal readonly record struct PopulationLine(Digits32 Vid, InstallState State, int Wave, InventoryName Inventory);

using Ota.Core.Rollouts.Installs;

namespace Ota.Server.Rollouts.Planning;

/// <summary>A vehicle with its verdict, in few bytes: there may be a million of them in memory.</summary>
/// <param name="Number">In the register.</param>
/// <param name="Vid">Its name.</param>
/// <param name="State">The verdict.</param>
/// <param name="Kind">The place of its reason among <see cref="JudgedPopulation.Kinds"/>.</param>
/// <param name="Sentence">The place of its sentence; -1 for none.</param>
/// <param name="Market">The place of its market.</param>
/// <param name="Stratum">The place of its stratum.</param>
/// <param name="Inventory">The inventory that the verdict rests on.</param>
/// <param name="Proven">When that came, Unix milliseconds; 0 if none did.</param>
internal readonly record struct JudgedVehicle(
    long Number, Digits32 Vid, InstallState State, int Kind, int Sentence, int Market, int Stratum, InventoryName Inventory, long Proven);

using Ota.Core.Rollouts.Population;

namespace Ota.Server.Rollouts.Planning;

/// <summary>A vehicle that was read, and what the rollout means for it.</summary>
/// <param name="Vehicle">The vehicle.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="Hardware">The kinds of hardware that it has, in one text: a part of its stratum.</param>
internal readonly record struct Judged(ReadVehicle Vehicle, Verdict Verdict, string Hardware);

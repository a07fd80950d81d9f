namespace Ota.Server.Rollouts.Installs;

/// <summary>Which install of a vehicle is looked for.</summary>
/// <param name="Vid">The vehicle.</param>
/// <param name="Rollout">The rollout's id; empty: the vehicle's job.</param>
internal readonly record struct JobQuestion(string Vid, string Rollout);

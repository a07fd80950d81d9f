namespace Ota.Core.Rollouts.Population;

/// <summary>One wave as a plan sees it.</summary>
/// <param name="Wave">Its number.</param>
/// <param name="Size">Its vehicles.</param>
/// <param name="Opens">From the start: when it opens at the earliest.</param>
/// <param name="Proven">From the start: when its share of proofs is expected.</param>
public sealed record ExpectedWave(int Wave, long Size, TimeSpan Opens, TimeSpan Proven);

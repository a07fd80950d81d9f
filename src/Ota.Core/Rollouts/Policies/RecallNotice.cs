namespace Ota.Core.Rollouts.Policies;

/// <summary>
/// The recall that a rollout carries out, as the authority knows it: part of the policy, so that who approves has seen it, and it heads the
/// completion report.
/// </summary>
/// <param name="Maker">Who recalls.</param>
/// <param name="Authority">To whom it is reported, such as KBA, DGEC or NHTSA.</param>
/// <param name="References">The authority's ids of the campaign, in the order given.</param>
/// <param name="Risk">How grave it is.</param>
/// <param name="StopDrive">Whether vehicles must not be driven until they have the fix.</param>
public sealed record RecallNotice(string Maker, string Authority, IReadOnlyList<string> References, RiskClass Risk, bool StopDrive);

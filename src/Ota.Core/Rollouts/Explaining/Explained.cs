namespace Ota.Core.Rollouts.Explaining;

/// <summary>Why a vehicle is where it is.</summary>
/// <param name="Answer">One sentence.</param>
/// <param name="Rules">In the order in which they apply.</param>
/// <param name="NextStep">What happens next; empty if nothing.</param>
/// <param name="Who">Who does it: nobody, backend, vehicle, driver, engineer, workshop, keeper.</param>
/// <param name="By">By when; null if it is not known.</param>
public sealed record Explained(string Answer, IReadOnlyList<ExplainedRule> Rules, string NextStep, string Who, DateTimeOffset? By);

namespace Ota.Core.Rollouts.Installs;

/// <summary>That whoever uses the vehicle was told of the update, as the vehicle says (UN R156, 7.2.2.1 and 7.2.2.4).</summary>
/// <param name="Time">When, by the vehicle's clock; not later than its report came.</param>
/// <param name="Language">In which language (BCP 47).</param>
public sealed record UserTold(DateTimeOffset Time, string Language);

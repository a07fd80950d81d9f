using Ota.Payloads.V1;

namespace Ota.Simulator.Agent.Machine;

/// <summary>That the user was told something.</summary>
/// <param name="TimeMs">When, Unix milliseconds of the vehicle's clock.</param>
/// <param name="Language">BCP 47.</param>
internal sealed record UserNotice(long TimeMs, string Language)
{
    public UserTold ToMessage() => new() { TimeMs = TimeMs, Language = Language };
}

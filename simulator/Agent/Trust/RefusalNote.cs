using Ota.Core.Bundles.Verification;
using Ota.Payloads.V1;
using Ota.Simulator.Agent.Machine;

namespace Ota.Simulator.Agent.Trust;

/// <summary>What a vehicle reports when it refuses metadata.</summary>
internal static class RefusalNote
{
    /// <summary>What is missing may be there later; all else does not hold, and the reason's name goes along for people.</summary>
    public static FailureNote Of(Refusal refusal) => refusal.Reason switch
    {
        RefusalReason.Missing => new FailureNote(FailureFamily.Network, 0, nameof(RefusalReason.Missing)),
        RefusalReason.WrongHardware or RefusalReason.UnknownEcu => new FailureNote(FailureFamily.Eligibility, 0, refusal.Reason.ToString()),
        _ => new FailureNote(FailureFamily.Authenticity, 0, refusal.Reason.ToString()),
    };
}

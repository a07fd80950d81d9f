using Ota.Payloads.V1;
using Ota.Server.Bridge.Lanes;

namespace Ota.Server.Rollouts.Jobs;

/// <summary>What becomes of a request, and what the vehicle is told.</summary>
internal readonly record struct OtaAnswer(OtaCommand Command, UpReceipt Receipt)
{
    /// <summary>The answer to something that was taken.</summary>
    public static OtaAnswer Taken(OtaCommand command) => new(command, UpReceipt.Stored);
}

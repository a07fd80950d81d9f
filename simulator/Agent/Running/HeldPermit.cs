using Google.Protobuf;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using Ota.Payloads.V1;
using Ota.Simulator.Agent.Machine;

namespace Ota.Simulator.Agent.Running;

/// <summary>
/// A permit that a vehicle holds. How long it stands is counted by monotonic time from the answer that brought it, since the wall clock of a
/// vehicle proves nothing; a vehicle that was switched off in between cannot tell, and asks again.
/// </summary>
internal sealed class HeldPermit
{
    private readonly TimeProvider _time;
    private readonly long _got;
    private readonly TimeSpan _length;
    private readonly string _rollout;
    private readonly uint _offer;

    private HeldPermit(Permit permit, TimeSpan length, TimeProvider time)
    {
        (_rollout, _offer, _length, _time, _got) = (permit.Rollout, permit.Offer, length, time, time.GetTimestamp());
    }

    /// <summary>Takes a permit if it is for this vehicle and job and under the key of the Director's targets role.</summary>
    /// <param name="signed">What came.</param>
    /// <param name="serverMs">When it came, by the backend's clock.</param>
    /// <param name="vid">The vehicle.</param>
    /// <param name="job">Its job.</param>
    /// <param name="root">The Director's root that the vehicle trusts.</param>
    /// <param name="time">The clock to count by.</param>
    /// <returns>Null if it is not good.</returns>
    public static HeldPermit? TryTake(SignedPermit? signed, long serverMs, string vid, AgentJob job, RootMetadata? root, TimeProvider time)
    {
        if (signed is not { Signature: { } signature } || root is null) return null;
        if (KeyId.TryParse(Convert.ToHexStringLower(signature.KeyId.Span)) is not { } id) return null;
        KeySignature made = new(id, signature.Value.ToByteArray());
        // One key of the role is enough for a permit: it gives nothing that the signed targets do not give.
        if (root.RingOf(MetadataRole.Targets).Count(signed.Permit.ToByteArray(), [made]).Valid == 0) return null;
        if (TryParse(signed.Permit) is not { } permit) return null;
        bool isOurs = Convert.ToHexStringLower(permit.Vid.Span) == vid
            && permit.Rollout == job.Rollout && permit.Offer == job.Offer
            && Convert.ToHexStringLower(permit.Bundle.Span) == job.Bundle;
        TimeSpan left = TimeSpan.FromMilliseconds(permit.UntilMs - serverMs);
        return isOurs && left > TimeSpan.Zero ? new HeldPermit(permit, left, time) : null;
    }

    public bool StandsFor(AgentJob job) => job.Rollout == _rollout && job.Offer == _offer && Age < _length;

    /// <summary>How long ago it came.</summary>
    public TimeSpan Age => _time.GetElapsedTime(_got);

    private static Permit? TryParse(ByteString bytes)
    {
        try
        {
            return Permit.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}

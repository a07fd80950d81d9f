using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using Ota.Payloads.V1;

namespace Ota.Server.Tests.Rollouts.Jobs;

/// <summary>What a vehicle checks of a permit, as docs/vehicle-protocol.md says.</summary>
internal static class PermitCheck
{
    public static bool Holds(SignedPermit signed, byte[] root, byte[] vid, string rollout, uint offer, string bundle, DateTimeOffset now)
    {
        SignedEnvelope envelope = SignedEnvelope.TryRead(root, MetadataRole.Root, MetadataDialect.Tuf, MetadataLimits.Default, out _)!;
        RootMetadata trusted = (RootMetadata)MetadataDecoder.TryDecode(envelope.Signed, MetadataRole.Root, MetadataDialect.Tuf, out _)!;
        KeyId? id = KeyId.TryParse(Convert.ToHexStringLower(signed.Signature.KeyId.Span));
        if (id is null || !trusted.Roles[MetadataRole.Targets].KeyIds.Contains(id.Value)) return false;
        SignatureVerdict verdict = trusted.Keys[id.Value].Verify(signed.Permit.ToByteArray(), signed.Signature.Value.ToByteArray());
        if (verdict != SignatureVerdict.Valid) return false;
        Permit permit = Permit.Parser.ParseFrom(signed.Permit);
        long ms = now.ToUnixTimeMilliseconds();
        return permit.Vid.Span.SequenceEqual(vid) && permit.Rollout == rollout && permit.Offer == offer
            && Convert.ToHexStringLower(permit.Bundle.Span) == bundle && permit.MadeMs <= ms && ms < permit.UntilMs;
    }
}

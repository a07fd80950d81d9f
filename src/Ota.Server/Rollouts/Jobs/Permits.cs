using Google.Protobuf;
using Ota.Core.Bundles.Keys;
using Ota.Core.Rollouts;
using Ota.Core.Vehicles;
using Ota.Payloads.V1;
using Ota.Server.Bundles.Director;

namespace Ota.Server.Rollouts.Jobs;

/// <summary>Signs leaves to begin with the key of the Director's targets role, which vehicles know by the Director's root.</summary>
internal sealed class Permits(DirectorRoot root)
{
    /// <summary>Whose signature vehicles take now; null if no root lets this server sign.</summary>
    public ISigner? FindSigner() => root.FindSigners(out _)?.Targets;

    public static SignedPermit Sign(ISigner signer, Vid vehicle, Rollout rollout, int offer, DateTimeOffset made, DateTimeOffset until)
    {
        Permit permit = new()
        {
            Vid = ByteString.CopyFrom(Convert.FromHexString(vehicle.Value)),
            Rollout = rollout.Id,
            Offer = (uint)offer,
            Bundle = ByteString.CopyFrom(Convert.FromHexString(rollout.Bundle)),
            MadeMs = made.ToUnixTimeMilliseconds(),
            UntilMs = until.ToUnixTimeMilliseconds(),
        };
        byte[] content = permit.ToByteArray();
        KeySignature signature = signer.Sign(content); // No file that this key signs begins like it: those are JSON.
        return new SignedPermit
        {
            Permit = ByteString.CopyFrom(content),
            Signature = new Signature
            {
                KeyId = ByteString.CopyFrom(Convert.FromHexString(signature.KeyId.Value)),
                Value = ByteString.CopyFrom(signature.Value),
            },
        };
    }
}

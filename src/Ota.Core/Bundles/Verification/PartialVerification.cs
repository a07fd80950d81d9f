using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Vehicles;
using static Ota.Core.Bundles.Verification.FileCheck;

namespace Ota.Core.Bundles.Verification;

/// <summary>
/// What the smallest ECUs check (Uptane 5.4.4.1): the Director's targets alone, by the key that they were built with. They know neither
/// snapshot nor root, so they cannot follow a change of keys.
/// </summary>
public static class PartialVerification
{
    private const string File = "targets.json";

    /// <summary>Checks a file.</summary>
    /// <param name="file">The Director's targets.</param>
    /// <param name="ring">The keys that the ECU was built with.</param>
    /// <param name="earlierVersion">The version that it trusted last; 0 if none.</param>
    /// <param name="referenceTime">The time that the expiry is held against.</param>
    /// <param name="ecu">The ECU.</param>
    /// <param name="image">What it shall install; null if nothing.</param>
    /// <returns>Everything that is wrong; nothing if the file is good.</returns>
    public static IReadOnlyList<Refusal> Check(
        ReadOnlySpan<byte> file, KeyRing ring, long earlierVersion, DateTimeOffset referenceTime, EcuState ecu, out AssignedImage? image)
    {
        ArgumentNullException.ThrowIfNull(ecu);
        image = null;
        TrustedFile<TargetsMetadata>? targets = null;
        Refusal? refusal = Read(file, MetadataRole.Targets, File, MetadataDialect.Tuf, MetadataLimits.Default, out SignedEnvelope? envelope)
            ?? CheckSignatures(envelope!, ring, File, "the Director's role targets")
            ?? Decode(envelope!, MetadataRole.Targets, File, MetadataDialect.Tuf, out targets);
        if (refusal is not null) return [refusal];

        TargetsMetadata metadata = targets!.Metadata;
        List<Refusal> refusals = [.. DirectorCheck.CheckFile(metadata)];
        if (metadata.Version < earlierVersion)
        {
            string sentence = Say($"It has version {metadata.Version}, and {earlierVersion} was trusted before.");
            refusals.Add(new(RefusalReason.Rollback, File, sentence));
        }

        if (CheckExpiry(metadata, referenceTime, File) is { } expired) refusals.Add(expired);
        AssignedImage? assigned = FindFor(ecu, metadata, refusals);
        if (refusals.Count == 0) image = assigned;
        return refusals;
    }

    private static AssignedImage? FindFor(EcuState ecu, TargetsMetadata metadata, List<Refusal> refusals)
    {
        foreach ((TargetPath path, TargetEntry target) in metadata.Targets)
        {
            if (DirectorCustom.TryRead(target.Custom) is not { } custom) continue;
            if (!custom.Ecus.TryGetValue(ecu.Serial, out HardwareId? hardware)) continue;
            refusals.AddRange(DirectorCheck.CheckEcu(path, custom, hardware, ecu));
            return new AssignedImage(path, target, [ecu.Serial]);
        }

        return null;
    }
}

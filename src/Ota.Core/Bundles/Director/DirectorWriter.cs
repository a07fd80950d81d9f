using Ota.Core.Bundles.Json;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Vehicles;

namespace Ota.Core.Bundles.Director;

/// <summary>Writes and signs the files of one vehicle.</summary>
public static class DirectorWriter
{
    private const string TargetsFile = "targets.json";

    /// <summary>Makes what a plan says, and keeps the rest.</summary>
    /// <param name="plan">Which files.</param>
    /// <param name="earlier">What there is; null if the vehicle never asked.</param>
    /// <param name="content">What the targets are to say.</param>
    /// <param name="signers">Who signs.</param>
    /// <param name="now">The time.</param>
    public static DirectorFiles Write(DirectorPlan plan, DirectorFiles? earlier, DirectorContent content, DirectorSigners signers, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(signers);
        DateTimeOffset expires = DateTimeOffset.FromUnixTimeSeconds((now + DirectorPlan.Lifetime).ToUnixTimeSeconds());
        DirectorFile targets = plan.Targets ? Sign(TargetsOf(content, plan.Version, expires), signers.Targets) : earlier!.Targets;
        DirectorFile snapshot = plan.Snapshot ? Sign(SnapshotOf(targets, plan.Version, expires), signers.Snapshot) : earlier!.Snapshot;
        DirectorFile timestamp = Sign(TimestampOf(snapshot, plan.Version, expires), signers.Timestamp);
        bool isTakenBack = content.Images.Count == 0 && earlier is { Assignment: not 0 };
        return new DirectorFiles
        {
            Assignment = content.Assignment,
            Targets = targets,
            Snapshot = snapshot,
            Timestamp = timestamp,
            EarlierTargets = isTakenBack ? null : plan.Targets ? earlier?.Targets : earlier!.EarlierTargets,
            EarlierSnapshot = plan.Snapshot ? earlier?.Snapshot : earlier!.EarlierSnapshot,
        };

        DirectorFile Sign(RoleMetadata metadata, ISigner signer) => new(
            plan.Version, now, signer.Key.Id, MetadataDraft.Of(metadata, MetadataDialect.Tuf).SignedBy(signer).ToBytes());
    }

    /// <summary>
    /// The targets of a vehicle. They name it, so that they cannot be played to another one (Uptane 5.2.3.1), each ECU at most once, and
    /// never delegate; all that an ECU needs which reads nothing else stands in them.
    /// </summary>
    /// <param name="content">What they say.</param>
    /// <param name="version">Their version.</param>
    /// <param name="expires">Their end, in whole seconds.</param>
    /// <exception cref="ArgumentException">An ECU has two images, or two images of one name differ.</exception>
    public static TargetsMetadata TargetsOf(DirectorContent content, long version, DateTimeOffset expires)
    {
        ArgumentNullException.ThrowIfNull(content);
        HashSet<EcuSerial> seen = [];
        Dictionary<TargetPath, TargetEntry> targets = [];
        foreach (IGrouping<TargetPath, DirectorImage> image in content.Images.GroupBy(image => image.Path))
        {
            DirectorImage first = image.First();
            if (image.FirstOrDefault(other => !seen.Add(other.Ecu)) is { } twice)
                throw new ArgumentException($"The ECU {twice.Ecu} has two images.", nameof(content));
            if (image.Any(other => other.Length != first.Length || other.ReleaseCounter != first.ReleaseCounter || !other.Hashes.Equals(first.Hashes)))
                throw new ArgumentException($"There are two images {first.Path}.", nameof(content));
            DirectorCustom custom = new(image.ToDictionary(one => one.Ecu, one => one.Hardware), first.ReleaseCounter);
            targets.Add(image.Key, new TargetEntry(first.Length, first.Hashes, custom.ToJson()));
        }

        return new TargetsMetadata
        {
            Version = version,
            Expires = expires,
            Targets = targets,
            Extra = JsonObject.Of((TargetsMetadata.VehicleMember, new JsonText(content.Vehicle.Value))),
        };
    }

    private static SnapshotMetadata SnapshotOf(DirectorFile targets, long version, DateTimeOffset expires) => new()
    {
        Version = version,
        Expires = expires,
        Files = new Dictionary<string, FileReference> { [TargetsFile] = FileReference.To(targets.Version, targets.Bytes.Span) },
    };

    private static TimestampMetadata TimestampOf(DirectorFile snapshot, long version, DateTimeOffset expires) => new()
    {
        Version = version,
        Expires = expires,
        Snapshot = FileReference.To(snapshot.Version, snapshot.Bytes.Span),
    };
}

using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;

namespace Ota.Core.Bundles.Director;

/// <summary>Which files of a vehicle must be made anew, all with the same version.</summary>
/// <param name="Version">Greater than that of any file before.</param>
/// <param name="Targets">Whether the targets are.</param>
/// <param name="Snapshot">Whether the snapshot is; always with the targets, which it names.</param>
public sealed record DirectorPlan(long Version, bool Targets, bool Snapshot)
{
    /// <summary>How long a file is good: an attacker who holds files back gains no more than this (Uptane, best practices).</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromDays(1);

    /// <summary>Decides. The timestamp is made anew whenever anything is.</summary>
    /// <param name="files">What there is; null if the vehicle never asked.</param>
    /// <param name="assignment">What the targets are to say: the number of an assignment, or 0 for nothing to install.</param>
    /// <param name="signers">Who signs now.</param>
    /// <param name="now">The time.</param>
    /// <returns>Null if all that there is can be served.</returns>
    /// <exception cref="InvalidOperationException">The versions that clients can read are used up.</exception>
    public static DirectorPlan? Decide(DirectorFiles? files, long assignment, DirectorSigners signers, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(signers);
        if (files is null) return new DirectorPlan(1, Targets: true, Snapshot: true);
        bool targets = files.Assignment != assignment || IsOld(files.Targets, signers.Targets, now);
        bool snapshot = targets || IsOld(files.Snapshot, signers.Snapshot, now);
        if (!snapshot && !IsOld(files.Timestamp, signers.Timestamp, now)) return null;
        if (files.Version >= RoleMetadata.MaxVersion)
            throw new InvalidOperationException("The vehicle's metadata has the greatest version that vehicles can read: let the Director's root change its keys.");
        return new DirectorPlan(files.Version + 1, targets, snapshot);
    }

    // With half of its life left, so that a vehicle which just got it has time to use it.
    private static bool IsOld(DirectorFile file, ISigner signer, DateTimeOffset now) =>
        file.Key != signer.Key.Id || now - file.Signed >= Lifetime / 2;
}

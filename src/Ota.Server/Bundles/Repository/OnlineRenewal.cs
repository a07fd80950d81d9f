using Ota.Core.Bundles.Metadata;

namespace Ota.Server.Bundles.Repository;

/// <summary>Signs snapshot and timestamp anew when half of their time is gone, however long nobody looked.</summary>
internal sealed class OnlineRenewal(RepositoryPublisher publisher, PublishedFiles published, Publication publication, OnlineSigning signing)
{
    /// <returns>Why they cannot be renewed, one sentence; null if they were, or need not be.</returns>
    public async Task<string?> RenewAsync(DateTimeOffset now, CancellationToken stop)
    {
        if (!IsDue(published.Memory.Image, now)) return null;
        return await publisher.RunAsync(
            work =>
            {
                if (!IsDue(work.Image, now)) return Task.FromResult<string?>(null); // Another server was faster.
                string? problem = signing.Problem(work.Image.Root!.Metadata);
                if (problem is null) publication.Renew(work, IsDue(work.Image.Snapshot?.Metadata, OnlineSigning.SnapshotLifetime, now));
                return Task.FromResult(problem);
            },
            stop);
    }

    private static bool IsDue(RepositorySet set, DateTimeOffset now) => set.Top is not null
        && (IsDue(set.Snapshot?.Metadata, OnlineSigning.SnapshotLifetime, now) || IsDue(set.Timestamp?.Metadata, OnlineSigning.TimestampLifetime, now));

    private static bool IsDue(RoleMetadata? file, TimeSpan lifetime, DateTimeOffset now) => file is null || file.Expires - now <= lifetime / 2;
}

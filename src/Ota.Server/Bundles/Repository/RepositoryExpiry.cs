using Ota.Core.Bundles.Metadata;

namespace Ota.Server.Bundles.Repository;

/// <summary>Watches the files that people have to renew, and says in time which do; once for each file.</summary>
internal sealed class RepositoryExpiry(PublishedFiles published, ILogger<RepositoryExpiry> log)
{
    private static readonly TimeSpan Notice = TimeSpan.FromDays(30);

    private readonly HashSet<(V1.RepositoryKind, string)> _said = [];

    /// <summary>The newest file of each role that counts, and until when it is good.</summary>
    public static IEnumerable<(V1.RepositoryKind Kind, string Role, long Version, DateTimeOffset Expires)> All(PublishedMemory memory)
    {
        RepositorySet image = memory.Image;
        if (image.Root is { } root) yield return (V1.RepositoryKind.Image, "root", root.Metadata.Version, root.Metadata.Expires);
        if (memory.DirectorRoot is { } director) yield return (V1.RepositoryKind.Director, "root", director.Version, director.Expires);
        if (memory.View is not { } view) yield break;
        yield return (V1.RepositoryKind.Image, "timestamp", view.TimestampVersion, image.Timestamp!.Metadata.Expires);
        yield return (V1.RepositoryKind.Image, "snapshot", view.SnapshotVersion, image.Snapshot!.Metadata.Expires);
        yield return (V1.RepositoryKind.Image, RoleName.Targets.Value, view.Targets.Version, view.Targets.Expires);
        foreach ((RoleName role, TargetsMetadata file) in view.Delegated) yield return (V1.RepositoryKind.Image, role.Value, file.Version, file.Expires);
    }

    public void Look(DateTimeOffset now)
    {
        foreach ((V1.RepositoryKind kind, string role, long version, DateTimeOffset expires) in All(published.Memory))
        {
            if (role is "timestamp" or "snapshot" || expires - now > Notice) continue; // Those two are the server's own work.
            string file = FormattableString.Invariant($"{version}.{role}.json");
            if (_said.Add((kind, file))) log.ExpiresSoon(file, RepositoryWords.Of(kind), expires);
        }
    }
}

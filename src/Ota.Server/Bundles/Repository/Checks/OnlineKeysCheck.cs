using Ota.Core.Bundles.Metadata;

namespace Ota.Server.Bundles.Repository.Checks;

/// <summary>Whether the newest root lets this server's keys sign.</summary>
internal static class OnlineKeysCheck
{
    public static async Task RunAsync(OnlineKeys keys, V1.RepositoryKind kind, RootMetadata root, CheckReport report)
    {
        foreach (MetadataRole role in OnlineKeys.RolesOf(kind))
        {
            string fingerprint = keys.For(kind, role).Key.Fingerprint!;
            bool isListed = root.RingOf(role).Fingerprints.Contains(fingerprint) && root.RingOf(role).Threshold == 1;
            if (isListed) continue;
            await report.ProblemAsync(
                $"Root {root.Version} of the {RepositoryWords.Of(kind)} repository does not let this server's key sign {RepositoryWords.Of(role)}: "
                + "publish a root that does, or put the key in DIR/keys back from a backup.");
        }
    }
}

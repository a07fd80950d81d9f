using Ota.Core.Bundles.Metadata;

namespace Ota.Simulator.Agent.Downloads;

/// <summary>Where the server has the files of the repositories. Names stand in them percent-encoded.</summary>
internal static class RepositoryPaths
{
    public static Uri Image(string file) => Of("repo", file);

    public static Uri Director(string vid, string file) => Of($"director/{vid}", file);

    /// <summary>An image, by its SHA-256.</summary>
    public static Uri Target(TargetPath path, FileHashes hashes) => Of("repo/targets", RepositoryFiles.Images(path, hashes).First());

    private static Uri Of(string folder, string file) =>
        new($"/{folder}/{string.Join('/', file.Split('/').Select(Uri.EscapeDataString))}", UriKind.Relative);
}

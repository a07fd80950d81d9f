using Ota.Core.Bundles.Metadata;
using Ota.Server.Bundles.Artifacts;

namespace Ota.Server.Bundles.Repository;

/// <summary>GET and HEAD of /repo/targets/{DIR}/{HASH}.{NAME}: the artifact of a published image, by each of its hashes (Uptane 5.2.7).</summary>
internal sealed class ImageDownload(ImageRepository repository, ArtifactDownload artifacts)
{
    public Task ServeAsync(HttpContext http) => artifacts.ServeAsync(http, Find(http.GetRouteValue("path") as string ?? ""));

    // The name is only compared with published ones; what is opened is the SHA-256 that people signed.
    private string? Find(string file)
    {
        int name = file.LastIndexOf('/') + 1;
        int dot = file.IndexOf('.', name);
        if (dot < 0 || repository.Current is not { } view) return null;
        if (TargetPath.TryParse(file[..name] + file[(dot + 1)..]) is not { } path) return null;
        return view.Delegated.Values.Prepend(view.Targets)
            .Select(targets => targets.Targets.GetValueOrDefault(path))
            .OfType<TargetEntry>()
            .FirstOrDefault(entry => RepositoryFiles.Images(path, entry.Hashes).Contains(file))?.Hashes.Sha256;
    }
}

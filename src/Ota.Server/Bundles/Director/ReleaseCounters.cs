using System.Runtime.CompilerServices;
using Ota.Core.Bundles.Metadata;
using Ota.Server.Bundles.Repository;

namespace Ota.Server.Bundles.Director;

/// <summary>Which release an image is, by its SHA-256, as the Image repository says now.</summary>
internal sealed class ReleaseCounters(ImageRepository repository)
{
    // Goes with the view that it was made of.
    private readonly ConditionalWeakTable<ImageView, Dictionary<string, long>> _counters = [];

    /// <returns>Null if the repository does not have the image, or does not count it.</returns>
    public long? Find(string sha256) =>
        repository.Current is { } view && _counters.GetValue(view, Read).TryGetValue(sha256, out long counter) ? counter : null;

    private static Dictionary<string, long> Read(ImageView view)
    {
        Dictionary<string, long> counters = [];
        foreach (TargetEntry entry in view.Delegated.Values.Prepend(view.Targets).SelectMany(targets => targets.Targets.Values))
        {
            if (entry.Hashes.Sha256 is not { } sha256 || ImageCustom.TryRead(entry.Custom)?.ReleaseCounter is not { } counter) continue;
            counters[sha256] = Math.Max(counter, counters.GetValueOrDefault(sha256));
        }

        return counters;
    }
}

using Ota.Core.Bundles.Metadata;
using Ota.Server.Bundles.Artifacts;

namespace Ota.Server.Bundles.Repository.Checks;

/// <summary>Reads all that is published again, from the first root on, as if it had come from a stranger.</summary>
internal sealed class RepositoryCheck(
    RepositoryStore store, RepositoryExport export, ArtifactFolder artifacts, OnlineKeys keys, ILogger<RepositoryCheck> log)
{
    private static readonly V1.RepositoryKind[] Kinds = [V1.RepositoryKind.Image, V1.RepositoryKind.Director];

    public async Task RunAsync(bool readArtifacts, Func<V1.CheckRepositoryResponse, Task> write, CancellationToken stop)
    {
        await using RepositorySession session = await store.ReadAsync(stop);
        Dictionary<V1.RepositoryKind, IReadOnlyList<MetadataName>> names = [];
        foreach (V1.RepositoryKind kind in Kinds) names[kind] = await MetadataRows.NamesAsync(session, kind);
        RepositorySet? set = await TryReadAsync(session);
        CheckReport report = new(write, TotalOf(names.Values.SelectMany(one => one), readArtifacts ? set : null));
        foreach (V1.RepositoryKind kind in Kinds)
        {
            IReadOnlyList<RootMetadata> roots = await RootChainCheck.RunAsync(session, kind, report);
            if (roots.Count > 0) await OnlineKeysCheck.RunAsync(keys, kind, roots[^1], report);
            if (kind == V1.RepositoryKind.Image) await new MetadataCheck(session, report, roots).RunAsync(names[kind]);
            await new ExportCheck(session, export, report).RunAsync(kind, names[kind]);
        }

        if (set is not null)
        {
            if (set.Top is not null && SetCheck.Check(set) is { } refusal)
                await report.ProblemAsync($"Clients refuse what is published: {refusal} Restore the database from a backup.");
            await new ImagesCheck(artifacts, session, report).RunAsync(set, readArtifacts, stop);
        }

        log.Checked(report.Problems, report.Files);
        await report.EndAsync();
    }

    // Null if a file cannot even be read; the check of the files names it.
    private static async Task<RepositorySet?> TryReadAsync(RepositorySession session)
    {
        try
        {
            return RepositorySet.Read(await MetadataRows.NewestAsync(session, V1.RepositoryKind.Image));
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    // Metadata is read twice, in the database and in the export.
    private static long TotalOf(IEnumerable<MetadataName> names, RepositorySet? set)
    {
        long images = set is null ? 0 : ImagesCheck.ImagesOf(set).DistinctBy(image => image.Value.Hashes.Sha256).Sum(image => image.Value.Length);
        return (2 * names.Sum(name => name.Length)) + images;
    }
}

namespace Ota.Server.Bundles.Repository;

/// <summary>
/// The one way to change the repositories: a transaction alone, then the memory, then the export. A kill before the commit leaves
/// everything as it was; after it, the next start reads the memory anew and puts the export right.
/// </summary>
internal sealed class RepositoryPublisher(
    RepositoryStore store, PublishedFiles published, RepositoryExport export, TimeProvider time, Action<PublishStep>? reached = null) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Reads everything anew if another server, or a lost commit, has changed it. Says whether it had.</summary>
    public async Task<bool> ReloadAsync(CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        try
        {
            await using RepositorySession session = await store.ReadAsync(stop);
            if (await IsCurrentAsync(session)) return false;
            published.Swap(await LoadAsync(session));
            export.Doubt();
            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Puts the export right; costs little if it is.</summary>
    public async Task RepairExportAsync(CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        try
        {
            await using RepositorySession session = await store.ReadAsync(stop);
            await export.RepairAsync(session, published.Memory);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task<T> RunAsync<T>(Func<RepositoryWork, Task<T>> act, CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        try
        {
            List<(V1.RepositoryKind Kind, MetadataFile File)> added;
            RepositoryWork work;
            T result;
            await using (RepositorySession session = await store.WriteAsync(stop))
            {
                work = await RepositoryWork.LoadAsync(session, time.GetUtcNow());
                (RepositorySet image, string? director) = (work.Image, DirectorOf(work)?.Name);
                result = await act(work);
                added = Added(work, image, director);
                foreach ((V1.RepositoryKind kind, MetadataFile file) in added) await MetadataRows.AddAsync(session, kind, file, work.Now);
                reached?.Invoke(PublishStep.Commit);
                await session.CommitAsync();
            }

            if (added.Count > 0) Show(work, added);
            return result;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private void Show(RepositoryWork work, List<(V1.RepositoryKind Kind, MetadataFile File)> added)
    {
        reached?.Invoke(PublishStep.Swap);
        PublishedMemory memory = published.Memory.With(work.Image);
        published.Swap(DirectorOf(work) is { } root ? memory.WithRoot(V1.RepositoryKind.Director, root) : memory);
        export.TryWrite(added, reached);
        reached?.Invoke(PublishStep.Done);
    }

    private async Task<bool> IsCurrentAsync(RepositorySession session)
    {
        PublishedMemory memory = published.Memory;
        IReadOnlyList<MetadataName> newest = await MetadataRows.VersionsAsync(session);
        return newest.Count == memory.Versions.Count && newest.All(one => memory.Versions.GetValueOrDefault((one.File, one.Role)) == one.Version);
    }

    private static async Task<PublishedMemory> LoadAsync(RepositorySession session)
    {
        RepositorySet image = RepositorySet.Read(await MetadataRows.NewestAsync(session, V1.RepositoryKind.Image));
        List<(V1.RepositoryKind, MetadataFile)> roots = [];
        List<(V1.RepositoryKind, string)> names = [];
        foreach (V1.RepositoryKind kind in new[] { V1.RepositoryKind.Image, V1.RepositoryKind.Director })
        {
            roots.AddRange((await MetadataRows.RootsAsync(session, kind)).Select(root => (kind, root)));
            names.AddRange((await MetadataRows.NamesAsync(session, kind)).Select(name => (kind, name.File)));
        }

        return PublishedMemory.Of(image, roots, names);
    }

    private static List<(V1.RepositoryKind Kind, MetadataFile File)> Added(RepositoryWork work, RepositorySet before, string? director)
    {
        Dictionary<string, long> had = before.Files.ToDictionary(file => file.Role, file => file.Version);
        List<(V1.RepositoryKind, MetadataFile)> added =
            [.. work.Image.Files.Where(file => had.GetValueOrDefault(file.Role) != file.Version).Select(file => (V1.RepositoryKind.Image, file))];
        if (DirectorOf(work) is { } root && root.Name != director) added.Add((V1.RepositoryKind.Director, root));
        return added;
    }

    private static MetadataFile? DirectorOf(RepositoryWork work) => work.DirectorRoot is null ? null : MetadataFile.Of(work.DirectorRoot);
}

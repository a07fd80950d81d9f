using Ota.Core.Bundles.Metadata;
using Ota.Server.Hosting;
using Ota.Server.Storage;

namespace Ota.Server.Bundles.Repository;

/// <summary>
/// DIR/repo: the published files in the layout that clients ask for, to be copied behind a CDN. It follows the database; here only old
/// versions are sent from it. Files with versions come first and the timestamp last, so that a copy made at any instant fits together.
/// </summary>
internal sealed class RepositoryExport(HostingOptions hosting, ILogger<RepositoryExport> log)
{
    private bool _isWhole; // Not at a start: a kill may have come in between.

    public string FolderOf(V1.RepositoryKind kind) => Path.Combine(hosting.Data, "repo", RepositoryWords.Of(kind));

    /// <summary>Where a published file is; null while it is missing.</summary>
    public string? Find(V1.RepositoryKind kind, string name)
    {
        string path = Path.Combine(FolderOf(kind), name);
        return File.Exists(path) ? path : null;
    }

    /// <summary>Writes what was just published. What fails here is put right later, since it is published all the same.</summary>
    public void TryWrite(IEnumerable<(V1.RepositoryKind Kind, MetadataFile File)> files, Action<PublishStep>? reached)
    {
        try
        {
            foreach ((V1.RepositoryKind kind, MetadataFile file) in files)
            {
                reached?.Invoke(file.Name == RepositoryFiles.Timestamp ? PublishStep.ExportTimestamp : PublishStep.ExportFile);
                Write(kind, file.Name, file.Bytes);
            }
        }
        catch (IOException e)
        {
            _isWhole = false;
            log.ExportFailed(e);
        }
    }

    /// <summary>Something was published that was not written here: by another server, or before a lost answer of the database.</summary>
    public void Doubt() => _isWhole = false;

    /// <summary>Writes what is missing, cut or, of the newest files, different; nothing if all was written.</summary>
    public async Task RepairAsync(RepositorySession session, PublishedMemory memory)
    {
        if (_isWhole) return;
        foreach (V1.RepositoryKind kind in new[] { V1.RepositoryKind.Director, V1.RepositoryKind.Image })
        {
            Directory.CreateDirectory(FolderOf(kind));
            IReadOnlyList<MetadataName> names = await MetadataRows.NamesAsync(session, kind);
            foreach (MetadataName name in names.OrderBy(name => name.File == RepositoryFiles.Timestamp))
            {
                ReadOnlyMemory<byte>? current = memory.Files.GetValueOrDefault((kind, name.File))?.Bytes;
                if (IsThere(kind, name, current)) continue;
                ReadOnlyMemory<byte>? bytes = current ?? (await MetadataRows.FindAsync(session, kind, name.File))?.Bytes;
                if (bytes is { } content) Write(kind, name.File, content);
            }
        }

        _isWhole = true;
    }

    private bool IsThere(V1.RepositoryKind kind, MetadataName name, ReadOnlyMemory<byte>? current)
    {
        FileInfo file = new(Path.Combine(FolderOf(kind), name.File));
        if (!file.Exists) return false;
        return current is { } bytes ? file.Length == bytes.Length && File.ReadAllBytes(file.FullName).AsSpan().SequenceEqual(bytes.Span) : file.Length == name.Length;
    }

    private void Write(V1.RepositoryKind kind, string name, ReadOnlyMemory<byte> bytes)
    {
        Directory.CreateDirectory(FolderOf(kind));
        // For everybody, since a program of another user may copy it; it is public anyway.
        DurableFile.WriteBytes(Path.Combine(FolderOf(kind), name), bytes.Span, DurableFile.OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
    }
}

using Ota.Core.Bundles.Metadata;

namespace Ota.Server.Bundles.Repository.Checks;

/// <summary>Whether DIR/repo has exactly what the database has.</summary>
internal sealed class ExportCheck(RepositorySession session, RepositoryExport export, CheckReport report)
{
    public async Task RunAsync(V1.RepositoryKind kind, IReadOnlyList<MetadataName> names)
    {
        string folder = export.FolderOf(kind);
        string shown = $"repo/{RepositoryWords.Of(kind)}";
        foreach (MetadataName name in names)
        {
            string path = Path.Combine(folder, name.File);
            if (!File.Exists(path))
                await report.ProblemAsync($"{shown}/{name.File} is missing in the export: start the server again, which writes it.");
            else if (!await IsSameAsync(kind, name.File, path))
                await report.ProblemAsync($"{shown}/{name.File} in the export is not what is published: remove it and start the server again, which writes it anew.");
        }

        if (!Directory.Exists(folder)) return;
        HashSet<string> known = [.. names.Select(name => name.File)];
        foreach (string file in Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)).Where(file => !known.Contains(file)))
            await report.ProblemAsync($"{shown}/{file} in the export was never published, or the database is older than it: remove it, or restore the right backup.");
    }

    private async Task<bool> IsSameAsync(V1.RepositoryKind kind, string file, string path)
    {
        byte[] exported = await File.ReadAllBytesAsync(path);
        report.FileRead();
        await report.BytesReadAsync(exported.Length);
        if (await IsStoredAsync(kind, file, exported)) return true;
        // The timestamp may have been replaced between the two looks.
        return file == RepositoryFiles.Timestamp && await IsStoredAsync(kind, file, await File.ReadAllBytesAsync(path));
    }

    private async Task<bool> IsStoredAsync(V1.RepositoryKind kind, string file, byte[] exported) =>
        await MetadataRows.FindAsync(session, kind, file) is { } stored && stored.Bytes.Span.SequenceEqual(exported);
}

using Ota.Cli.Connection;

namespace Ota.Cli.Bundles.Verifying;

/// <summary>The files of a copy, such as DIR/repo/image of a server.</summary>
internal sealed class FolderMetadata(string folder) : IMetadataSource
{
    public Task<byte[]?> FindAsync(string file, long maxBytes)
    {
        // The names come out of files; none of ours has a folder in it.
        string path = Path.Combine(folder, file);
        bool isInside = Path.GetFileName(file) == file && File.Exists(path);
        return Task.FromResult(isInside ? InputFile.ReadBytes(path, (int)Math.Min(maxBytes, int.MaxValue - 1)) : null);
    }
}

using Ota.Simulator.Verbs;

namespace Ota.Simulator.Demo;

/// <summary>The folder of one demonstration: the server's data, and beside it what people and vehicles have.</summary>
internal sealed class DemoFolder : IDisposable
{
    private readonly bool _isKept;

    private DemoFolder(string path, bool isKept) => (Path, _isKept) = (path, isKept);

    public string Path { get; }

    /// <summary>What the server is started with as --data.</summary>
    public string Server => this["server"];

    public string this[string relative] => System.IO.Path.Combine(Path, relative);

    /// <exception cref="DemoException">The folder to keep is not empty.</exception>
    public static DemoFolder Create(string? keep)
    {
        if (keep is null) return new DemoFolder(Directory.CreateTempSubdirectory("ota-demo-").FullName, isKept: false);
        string full = System.IO.Path.GetFullPath(keep);
        if (File.Exists(full) || (Directory.Exists(full) && Directory.EnumerateFileSystemEntries(full).Any()))
            throw new DemoException($"{full} is not an empty folder: --keep wants a new one, or one with nothing in it.");
        Directory.CreateDirectory(full);
        return new DemoFolder(full, isKept: true);
    }

    /// <summary>Writes a file of the demonstration; the folders above it are made.</summary>
    public Task WriteAsync(string relative, string text, CancellationToken stop)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[relative])!);
        return PrivateFile.WriteAsync(this[relative], text, stop);
    }

    public void Dispose()
    {
        if (!_isKept) Directory.Delete(Path, recursive: true);
    }
}

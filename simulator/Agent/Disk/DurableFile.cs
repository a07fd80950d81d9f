namespace Ota.Simulator.Agent.Disk;

/// <summary>Files that are whole after a power cut: written aside, flushed to the disk, renamed.</summary>
internal static class DurableFile
{
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        string aside = path + ".part";
        using (FileStream file = new(aside, FileMode.Create, FileAccess.Write))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(aside, path, overwrite: true);
    }

    /// <returns>Null if there is no such file.</returns>
    public static byte[]? TryRead(string path) => File.Exists(path) ? File.ReadAllBytes(path) : null;
}

namespace Ota.Cli.Operators;

/// <summary>Writes a file that only its owner can read: whole or not at all, and never over another.</summary>
internal static class PrivateFile
{
    /// <exception cref="IOException">The file exists, or cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        string aside = $"{path}.{Path.GetRandomFileName()}";
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using (FileStream file = new(aside, options))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }
            File.Move(aside, path, overwrite: false);
        }
        catch
        {
            File.Delete(aside);
            throw;
        }
    }
}

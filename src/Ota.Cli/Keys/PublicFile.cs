namespace Ota.Cli.Keys;

/// <summary>Writes a file that everybody may read: whole or not at all.</summary>
internal static class PublicFile
{
    /// <exception cref="CliException">The file exists, or cannot be written.</exception>
    public static void WriteNew(string path, ReadOnlySpan<byte> content)
    {
        if (File.Exists(path)) throw CliException.Refused($"{path} exists already and is kept; choose another name, or move it away.");
        Write(path, content, overwrite: false);
    }

    /// <summary>Takes the place of a file of that name.</summary>
    /// <exception cref="CliException">It cannot be written.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> content) => Write(path, content, overwrite: true);

    private static void Write(string path, ReadOnlySpan<byte> content, bool overwrite)
    {
        string aside = $"{path}.{Path.GetRandomFileName()}";
        try
        {
            using (FileStream file = new(aside, FileMode.CreateNew, FileAccess.Write))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(aside, path, overwrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(aside);
            throw CliException.Refused($"{path} cannot be written: {e.Message}");
        }
    }
}

using Ota.Server.Storage;

namespace Ota.Server.Telemetry.History;

/// <summary>How files of the history are made and opened for writing.</summary>
internal static class SqliteSchema
{
    private static readonly string[] Suffixes = ["", "-wal", "-shm"];

    /// <summary>Opens a file, or makes it with its tables.</summary>
    /// <exception cref="SqliteFailure">It cannot be used; it is damage too if another version made it.</exception>
    public static SqliteFile OpenWritable(string path, string tables, int version)
    {
        bool isNew = !File.Exists(path);
        SqliteFile file = SqliteFile.Open(path, readOnly: false);
        try
        {
            if (isNew && !OperatingSystem.IsWindows()) File.SetUnixFileMode(path, DurableFile.OwnerOnly);
            // Before the first table: neither can be changed after.
            file.Execute("PRAGMA page_size = 8192; PRAGMA journal_mode = WAL;");
            // FULL: what was acknowledged survives a power cut. The writer itself writes the log back, and gives its room back when it
            // was long.
            file.Execute("PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 1000; PRAGMA journal_size_limit = 16777216; PRAGMA cache_size = -8192;");
            file.Transact(() =>
            {
                if (file.Scalar("PRAGMA user_version") == 0) file.Execute(tables + $"PRAGMA user_version = {version};");
            });
            long found = file.Scalar("PRAGMA user_version");
            if (found != version) throw new SqliteFailure(NotADatabase, path, $"it has version {found} and this server knows {version}");
            if (isNew) DurableFile.FlushFolder(Path.GetDirectoryName(path)!);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Takes a damaged file out of use without losing it: somebody may want to look at it.</summary>
    /// <returns>Where it is now.</returns>
    public static string SetAside(string path)
    {
        string aside = path + ".damaged";
        for (int i = 2; File.Exists(aside); i++) aside = $"{path}.damaged-{i}";
        foreach (string suffix in Suffixes)
        {
            if (File.Exists(path + suffix)) File.Move(path + suffix, aside + suffix);
        }
        return aside;
    }

    public static void Delete(string path)
    {
        foreach (string suffix in Suffixes) File.Delete(path + suffix);
    }

    private const int NotADatabase = 26;
}

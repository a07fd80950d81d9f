namespace Ota.Server.Telemetry.History;

/// <summary>SQLite refused something; the message is for operators and names the file.</summary>
internal sealed class SqliteFailure(int code, string path, string detail) : Exception(Sentence(code & 0xff, path, detail))
{
    public string Path => path;

    /// <summary>SQLITE_CORRUPT and SQLITE_NOTADB.</summary>
    public bool IsDamage => Primary is 11 or 26;

    /// <summary>SQLITE_FULL: nothing is wrong with the file or with what we know of it.</summary>
    public bool IsFullDisk => Primary == 13;

    private int Primary => code & 0xff;

    private static string Sentence(int code, string path, string detail) => code switch
    {
        8 => $"The telemetry history {path} is read-only: give this user the right to write it, or remount its volume.",
        10 => $"The volume of the telemetry history {path} has an input/output error ({detail}): look at the disk.",
        11 or 26 => $"The telemetry history {path} is damaged ({detail}).",
        13 => $"The volume of the telemetry history {path} is full: make room, storing goes on by itself.",
        14 => $"The telemetry history {path} cannot be opened ({detail}): look at its folder's rights and volume.",
        _ => $"The telemetry history {path} cannot be used ({detail}).",
    };
}

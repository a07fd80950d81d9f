using Ota.Cli.Output;

namespace Ota.Cli.Doctor;

/// <summary>The server's data folder, where it is on this machine: its secrets and its room, which can be why no server answers.</summary>
internal static class FolderCheck
{
    private const string Name = "folder";
    private const long Room = 256_000_000; // What the server asks for unless told.

    public static void Look(string folder, Diagnosis diagnosis)
    {
        if (!File.Exists(Path.Combine(folder, "endpoints.json"))) return; // An operator's own folder.
        try
        {
            LookInside(folder, diagnosis);
        }
        catch (UnauthorizedAccessException)
        {
            diagnosis.Warn(Name, $"{folder} cannot be looked into by this user: run `ota doctor` as the server's to have its files checked.");
        }
    }

    private static void LookInside(string folder, Diagnosis diagnosis)
    {
        string[] open = [.. Secrets(folder).Where(path => !OwnerOnly.Is(path))];
        if (open.Length > 0)
            diagnosis.Problem(Name, $"Others on this machine can reach {string.Join(", ", open.Take(5))}{(open.Length > 5 ? ", ..." : "")}: chmod go= them, and think who may have read them.");
        else
            diagnosis.Ok(Name, $"{folder} is its owner's alone.");
        long free = new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
        if (free < Room) diagnosis.Problem("room", $"{ByteCount.Of(free)} free for {folder}: make room, a server needs {ByteCount.Of(Room)} to be ready.");
    }

    private static IEnumerable<string> Secrets(string folder) =>
    [
        folder,
        .. FilesOf(folder, "", "state.db"),
        .. FilesOf(folder, "pki", "*.key"),
        .. FilesOf(folder, "operators", "*.key"),
        .. FilesOf(folder, "keys", "*"),
    ];

    private static IEnumerable<string> FilesOf(string folder, string name, string pattern)
    {
        string path = Path.Combine(folder, name);
        return Directory.Exists(path) ? Directory.EnumerateFiles(path, pattern).Order(StringComparer.Ordinal) : [];
    }
}

using System.Globalization;
using Ota.Server.Storage;

namespace Ota.Server.Hosting;

/// <summary>The folder that holds the server's state, held by one process at a time.</summary>
internal sealed class DataFolder : IDisposable
{
    private const UnixFileMode OwnerOnlyFolder = DurableFile.OwnerOnly | UnixFileMode.UserExecute;

    // The kernel drops the lock when the process ends, however it ends. The pid stands beside it, since nobody else can open the lock.
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    public string Path { get; }

    public static DataFolder Open(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(path);
            else
                Directory.CreateDirectory(path, OwnerOnlyFolder);
            DataFolder folder = new(path, Lock(path));
            DurableFile.WriteText(PidFile(path), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException(
                $"The data folder {path} cannot be written ({e.Message}): give this user the right to, or choose another.", e);
        }
    }

    public void Dispose() => _lock.Dispose();

    private static FileStream Lock(string path)
    {
        FileStreamOptions options = new() { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = DurableFile.OwnerOnly;
        string file = System.IO.Path.Combine(path, "server.lock");
        try
        {
            return new FileStream(file, options);
        }
        catch (IOException e) when (IsHeld(e))
        {
            string pid = File.Exists(PidFile(path)) ? File.ReadAllText(PidFile(path)) : "unknown";
            throw new StartException(
                $"The data folder {path} is in use by a server that runs as process {pid}: stop that one, or choose another folder.", e);
        }
    }

    // EWOULDBLOCK on Linux and macOS, ERROR_SHARING_VIOLATION on Windows; other I/O errors are something else.
    private static bool IsHeld(IOException e) => e.HResult is 11 or 35 or unchecked((int)0x80070020);

    private static string PidFile(string path) => System.IO.Path.Combine(path, "server.pid");
}

using System.Runtime.InteropServices;
using System.Text;

namespace Ota.Server.Storage;

/// <summary>Writes whole files so that after a crash either the old or the new content is there, complete.</summary>
internal static class DurableFile
{
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const string AsideSuffix = ".new";

    public static void WriteText(string path, string text, UnixFileMode mode = OwnerOnly) =>
        WriteBytes(path, Encoding.UTF8.GetBytes(text), mode);

    public static void WriteBytes(string path, ReadOnlySpan<byte> content, UnixFileMode mode = OwnerOnly)
    {
        string aside = path + AsideSuffix;
        File.Delete(aside); // Left over by a crash, perhaps with another mode.
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = mode;
        using (FileStream file = new(aside, options))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(aside, path, overwrite: true);
        FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Makes a rename or a new name in a folder last; without it a power cut may undo the rename.</summary>
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) return; // NTFS writes renames to its journal by itself.
        int descriptor = Open(folder, 0);
        if (descriptor < 0) throw new IOException($"Cannot open the folder {folder} to flush it (error {Marshal.GetLastPInvokeError()}).");
        try
        {
            if (Sync(descriptor) != 0) throw new IOException($"Cannot flush the folder {folder} (error {Marshal.GetLastPInvokeError()}).");
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Sync(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);
}

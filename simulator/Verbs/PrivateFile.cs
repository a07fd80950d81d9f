using System.Text;

namespace Ota.Simulator.Verbs;

/// <summary>Files that hold keys: only their owner may read them, from the first byte on.</summary>
internal static class PrivateFile
{
    public static FileStream Create(string path)
    {
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    /// <summary>Writes aside and renames, so that the file is whole or not there.</summary>
    public static async Task WriteAsync(string path, string text, CancellationToken stop)
    {
        string aside = path + ".part";
        await using (FileStream file = Create(aside)) await file.WriteAsync(Encoding.UTF8.GetBytes(text), stop);
        File.Move(aside, path, overwrite: true);
    }
}

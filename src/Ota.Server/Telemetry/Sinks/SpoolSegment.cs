using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Ota.Server.Storage;

namespace Ota.Server.Telemetry.Sinks;

/// <summary>One file of the spool: whole frames one after the other, and perhaps a torn one at the end.</summary>
internal sealed class SpoolSegment : IDisposable
{
    public const string Extension = ".seg";

    private readonly string _path;
    private readonly SafeFileHandle _file;

    private SpoolSegment(string path, long id, SafeFileHandle file)
    {
        _path = path;
        Id = id;
        _file = file;
    }

    public long Id { get; }

    /// <summary>Up to the end of the last whole frame.</summary>
    public long Length { get; set; }

    /// <summary>Values that no receiver has taken yet.</summary>
    public long PendingPoints { get; set; }

    public long SizeOnDisk => RandomAccess.GetLength(_file);

    public static SpoolSegment Create(string folder, long id)
    {
        string path = Path.Combine(folder, id.ToString("x16", CultureInfo.InvariantCulture) + Extension);
        SafeFileHandle file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, DurableFile.OwnerOnly);
        DurableFile.FlushFolder(folder);
        return new SpoolSegment(path, id, file);
    }

    /// <summary>Null for a file whose name is none of ours.</summary>
    public static SpoolSegment? TryOpen(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        if (!long.TryParse(name, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long id) || id < 0) return null;
        SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        return new SpoolSegment(path, id, file);
    }

    public int Read(long offset, Span<byte> to)
    {
        int done = 0;
        while (done < to.Length)
        {
            int read = RandomAccess.Read(_file, to[done..], offset + done);
            if (read == 0) break;
            done += read;
        }
        return done;
    }

    /// <summary>Counts only when it succeeds: after a full disk the next frame overwrites what was left of this one.</summary>
    public void Append(ReadOnlySpan<byte> frame)
    {
        RandomAccess.Write(_file, frame, Length);
        Length += frame.Length;
    }

    public void Flush() => RandomAccess.FlushToDisk(_file);

    public void Delete()
    {
        Dispose();
        File.Delete(_path);
    }

    public void Dispose() => _file.Dispose();
}

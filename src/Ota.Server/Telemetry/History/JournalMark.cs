using System.Globalization;
using System.Text;

namespace Ota.Server.Telemetry.History;

/// <summary>
/// From when on whoever follows the journal may not have seen it: the journal keeps what was received since, sealed or not, so that a
/// server that was killed can pass on what it had stored and not passed on. Kept in a file; one that is too old only repeats more.
/// </summary>
internal sealed class JournalMark : IDisposable
{
    private const int Width = 19;

    private readonly FileStream? _file;
    private readonly ILogger? _log;
    private long _from;

    private JournalMark(long from, FileStream? file, ILogger? log)
    {
        _from = from;
        _file = file;
        _log = log;
    }

    /// <summary>Nobody follows.</summary>
    public static JournalMark None { get; } = new(long.MaxValue, null, null);

    /// <summary>A receipt time in Unix milliseconds.</summary>
    public long From => Volatile.Read(ref _from);

    /// <param name="path">Its folder is made.</param>
    /// <param name="now">Where a mark begins that was not there.</param>
    /// <param name="log">For a mark that cannot be written.</param>
    /// <exception cref="IOException">The file cannot be used.</exception>
    public static JournalMark Open(string path, long now, ILogger log)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        FileStream file = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        byte[] text = new byte[Width];
        int read = file.ReadAtLeast(text, Width, throwOnEndOfStream: false);
        JournalMark mark = new(0, file, log);
        if (read == 0) mark.Advance(now);
        // A mark that was torn by a power cut: from the beginning of what there is.
        else if (long.TryParse(Encoding.ASCII.GetString(text, 0, read), NumberStyles.None, CultureInfo.InvariantCulture, out long from)) mark._from = from;
        return mark;
    }

    /// <summary>What was received before this has been passed on. A mark does not go back.</summary>
    public void Advance(long to)
    {
        if (_file is null || to <= From) return;
        Volatile.Write(ref _from, to);
        try
        {
            _file.Position = 0;
            _file.Write(Encoding.ASCII.GetBytes(to.ToString($"D{Width}", CultureInfo.InvariantCulture)));
        }
        catch (IOException e)
        {
            _log?.MarkNotWritten(e); // A full disk; the next one follows.
        }
    }

    public void Dispose() => _file?.Dispose();
}

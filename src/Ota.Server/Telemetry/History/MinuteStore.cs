namespace Ota.Server.Telemetry.History;

/// <summary>The minutes of all months. One thread writes at a time; reads go beside it.</summary>
internal sealed class MinuteStore : IDisposable
{
    private readonly string _folder;
    private readonly ILogger _log;
    private readonly Lock _sync = new();
    private readonly HashSet<long> _done = [];
    private volatile MinuteFile[] _files = [];
    private DateOnly _dropBefore = DateOnly.MinValue;

    public MinuteStore(string folder, ILogger log)
    {
        (_folder, _log) = (folder, log);
        foreach (string path in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            if (MinuteFile.MonthOf(Path.GetFileName(path)) is { } month) Open(month);
        }
    }

    /// <summary>How far a day's file is done.</summary>
    public long Progress(DayFile day) => Of(day).Progress(day.Name.Sequence);

    public void Add(DayFile day, long lastChunk, IEnumerable<(VehicleKey, SealedChunk)> rows) => Of(day).Add(day.Name.Sequence, lastChunk, rows);

    /// <summary>Notes that nothing of a finished day is left to do.</summary>
    public void NoteDone(DayFile day)
    {
        lock (_sync) _done.Add(day.Name.Sequence);
    }

    public bool Have(DayFile day)
    {
        lock (_sync) return _done.Contains(day.Name.Sequence);
    }

    public IReadOnlyList<MinuteValue> Read(VehicleKey vehicle, uint signal, long from, long to)
    {
        SortedDictionary<long, MinuteSums> minutes = [];
        MinuteChunk reader = new();
        foreach (MinuteFile file in _files)
        {
            try
            {
                int damaged = file.Readers.Read(connection => Read(connection, vehicle, from, to, body => reader.Read(body, signal, minutes)));
                if (damaged > 0) _log.ChunksDamaged(file.Path, damaged);
            }
            catch (SqliteFailure e)
            {
                _log.NotReadable(e.Message);
            }
        }
        return [.. minutes.Where(minute => minute.Key >= from && minute.Key < to).Select(minute => minute.Value.Value(minute.Key))];
    }

    /// <summary>Months that end before this day may go.</summary>
    public void AllowDropBefore(DateOnly day)
    {
        lock (_sync) _dropBefore = day;
    }

    /// <summary>Drops them; for the thread that writes, so that no month goes while it is written.</summary>
    public void Drop()
    {
        foreach (MinuteFile file in _files.Where(file => IsOver(file.Month)).ToList())
        {
            lock (_sync) _files = [.. _files.Where(other => other != file)];
            file.Dispose();
            SqliteSchema.Delete(file.Path);
        }
    }

    /// <summary>Whether its minutes would be dropped at once: then they need not be made.</summary>
    public bool IsOver(DayFile day) => IsOver(MonthOf(day));

    public void Dispose()
    {
        foreach (MinuteFile file in _files) file.Dispose();
    }

    private static int Read(SqliteFile connection, VehicleKey vehicle, long from, long to, StoredChunks.Take take)
    {
        using SqliteStatement select = connection.Prepare("SELECT body FROM minutes WHERE vid = ?1 AND first < ?2 AND last >= ?3 ORDER BY id");
        select.Bind(1, vehicle).Bind(2, to).Bind(3, from);
        int damaged = 0;
        while (select.Step())
        {
            if (Checked.TryOpen(select.Blob(0), out ReadOnlySpan<byte> body)) take(body);
            else damaged++;
        }
        return damaged;
    }

    private static DateOnly MonthOf(DayFile day) => new(day.Name.Day.Year, day.Name.Day.Month, 1);

    private bool IsOver(DateOnly month)
    {
        lock (_sync) return month.AddMonths(1) <= _dropBefore;
    }

    private MinuteFile Of(DayFile day)
    {
        DateOnly month = MonthOf(day);
        return _files.FirstOrDefault(file => file.Month == month) ?? Open(month);
    }

    private MinuteFile Open(DateOnly month)
    {
        string path = Path.Combine(_folder, MinuteFile.Name(month));
        MinuteFile file;
        try
        {
            file = new MinuteFile(path, month);
        }
        catch (SqliteFailure e) when (e.IsDamage)
        {
            // The days that are still there are downsampled again into a new file.
            _log.SetAside(e.Message, SqliteSchema.SetAside(path));
            file = new MinuteFile(path, month);
        }
        lock (_sync) _files = [.. _files.Append(file).OrderBy(one => one.Month)];
        return file;
    }
}

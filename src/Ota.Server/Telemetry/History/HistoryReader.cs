namespace Ota.Server.Telemetry.History;

/// <summary>Reads ranges over all files and tails, beside the writer and without waiting for it.</summary>
internal sealed class HistoryReader(HistoryContents contents, ILogger log)
{
    /// <summary>The most points of one answer.</summary>
    public const int MostPoints = 100_000;

    private const int RowsAtOnce = 8;

    public HistoryRange Range(VehicleKey vehicle, uint signal, long from, long to, int maxPoints, CancellationToken stop)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxPoints, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxPoints, MostPoints);
        if (to <= from) return new HistoryRange([], [], 0);
        RangeCollector collector = new(signal, from, to, maxPoints);
        foreach (DayFile file in contents.Files)
        {
            stop.ThrowIfCancellationRequested();
            Read(file, vehicle, from, to, collector.AddSealed, collector.AddSent);
        }
        return collector.Finish();
    }

    public IEnumerable<TelemetryMessage> Journal(long from, long to)
    {
        foreach (DayFile file in contents.Files.Where(file => !file.IsFinished))
        {
            long position = 0;
            while (Rows(file, position) is { Count: > 0 } rows)
            {
                position = rows[^1].Position;
                foreach (TelemetryMessage message in rows.SelectMany(row => row.Messages))
                {
                    if (message.Received >= from && message.Received < to) yield return message;
                }
            }
        }
    }

    private List<(long Position, List<TelemetryMessage> Messages)> Rows(DayFile file, long after)
    {
        try
        {
            return file.Readers.Read(connection => JournalRow.After(connection, after, RowsAtOnce));
        }
        catch (SqliteFailure e)
        {
            if (contents.Files.Contains(file)) log.NotReadable(e.Message);
            return [];
        }
    }

    public HistoryCount Count(VehicleKey vehicle, uint lastSignal, CancellationToken stop)
    {
        ReadingCounter counter = new(lastSignal);
        foreach (DayFile file in contents.Files)
        {
            stop.ThrowIfCancellationRequested();
            Read(file, vehicle, long.MinValue, long.MaxValue, counter.Add, counter.Add);
        }
        return counter.Count;
    }

    /// <summary>
    /// The tail is copied before the chunks are read: what is sealed in between is then in both, and the sealed position, which is read
    /// with the chunks, tells which of the tail to leave out.
    /// </summary>
    private void Read(DayFile file, VehicleKey vehicle, long from, long to, StoredChunks.Take takeSealed, StoredChunks.Take takeSent)
    {
        TailRecord[] tail = file.Tails.Find(vehicle)?.Copy() ?? [];
        long sealedTo = 0;
        try
        {
            (sealedTo, int damaged) = file.Readers.Read(connection => StoredChunks.Of(connection, vehicle, from, to, takeSealed));
            if (damaged > 0) log.ChunksDamaged(file.Path, damaged);
        }
        catch (SqliteFailure e)
        {
            if (contents.Files.Contains(file)) log.NotReadable(e.Message); // Else it was dropped while this was on its way.
        }
        foreach (TailRecord record in tail)
        {
            if (record.Position > sealedTo && record.FirstTime < to && record.LastTime >= from) takeSent(record.Chunk);
        }
    }
}

namespace Ota.Server.Telemetry.History;

/// <summary>Reads ranges over all files and tails, beside the writer and without waiting for it.</summary>
internal sealed class HistoryReader(HistoryContents contents, ILogger log)
{
    /// <summary>The most points of one answer.</summary>
    public const int MostPoints = 100_000;

    public HistoryRange Range(VehicleKey vehicle, uint signal, long from, long to, int maxPoints, CancellationToken stop)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxPoints, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxPoints, MostPoints);
        if (to <= from) return new HistoryRange([], [], 0);
        RangeCollector collector = new(signal, from, to, maxPoints);
        foreach (DayFile file in contents.Files)
        {
            stop.ThrowIfCancellationRequested();
            Read(file, vehicle, from, to, collector);
        }
        return collector.Finish();
    }

    /// <summary>
    /// The tail is copied before the chunks are read: what is sealed in between is then in both, and the sealed position, which is read
    /// with the chunks, tells which of the tail to leave out.
    /// </summary>
    private void Read(DayFile file, VehicleKey vehicle, long from, long to, RangeCollector collector)
    {
        TailRecord[] tail = file.Tails.Find(vehicle)?.Copy() ?? [];
        long sealedTo = 0;
        try
        {
            (sealedTo, int damaged) = file.Readers.Read(connection => StoredChunks.Of(connection, vehicle, from, to, collector.AddSealed));
            if (damaged > 0) log.ChunksDamaged(file.Path, damaged);
        }
        catch (SqliteFailure e)
        {
            if (contents.Files.Contains(file)) log.NotReadable(e.Message); // Else it was dropped while this was on its way.
        }
        foreach (TailRecord record in tail)
        {
            TelemetryMessage message = record.Message;
            if (record.Position > sealedTo && message.FirstTime < to && message.LastTime >= from) collector.AddSent(message.Chunk);
        }
    }
}

using Ota.Core.Telemetry.Chunks;

namespace Ota.Server.Telemetry.History;

/// <summary>Makes minutes of sealed chunks, a few at a time, on connections of its own: commits never wait for it.</summary>
internal sealed class Downsampler(HistoryContents contents, MinuteStore minutes, HistoryOptions options, TimeProvider time, ILogger log)
{
    private readonly Lock _sync = new();
    private readonly MinuteChunk _chunk = new();
    private bool _waits;

    /// <summary>Does all there is to do, then waits for a while.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            bool more = TryStep();
            if (more) await Task.Yield();
            else await Task.Delay(options.MaintenanceInterval, time, stop);
        }
    }

    /// <returns>Whether there was something to do.</returns>
    public bool TryStep()
    {
        lock (_sync)
        {
            try
            {
                minutes.Drop();
                bool worked = contents.Files.Any(Step);
                _waits = false;
                return worked;
            }
            catch (Exception e) when (e is SqliteFailure or ObjectDisposedException)
            {
                if (!_waits) log.DownsamplingWaits(e.Message);
                _waits = true;
                return false;
            }
        }
    }

    private bool Step(DayFile day)
    {
        if (minutes.Have(day)) return false;
        if (minutes.IsOver(day))
        {
            if (day.IsFinished) minutes.NoteDone(day);
            return false;
        }
        bool finished = day.IsFinished; // Before the read: a chunk that comes after it is not the last.
        long done = minutes.Progress(day);
        (long last, List<(VehicleKey, SealedChunk)> rows) = day.Readers.Read(connection => Read(connection, day, done));
        if (last > done)
            minutes.Add(day, last, rows);
        else if (finished)
            minutes.NoteDone(day);
        return last > done;
    }

    private (long Last, List<(VehicleKey, SealedChunk)> Rows) Read(SqliteFile connection, DayFile day, long done)
    {
        using SqliteStatement select = connection.Prepare(
            "SELECT c.id, v.vid, c.body FROM chunks c JOIN vehicles v ON v.id = c.vehicle WHERE c.id > ?1 ORDER BY c.id LIMIT ?2");
        select.Bind(1, done).Bind(2, options.ChunksPerStep);
        List<(VehicleKey, SealedChunk)> rows = [];
        while (select.Step())
        {
            done = select.Long(0);
            if (!Checked.TryOpen(select.Blob(2), out ReadOnlySpan<byte> body))
                log.ChunksDamaged(day.Path, 1);
            else if (Downsample(body, day) is { } chunk)
                rows.Add((VehicleKey.Read(select.Blob(1)), chunk));
        }
        return (done, rows);
    }

    private SealedChunk? Downsample(ReadOnlySpan<byte> body, DayFile day)
    {
        try
        {
            return _chunk.Downsample(body);
        }
        catch (ChunkFormatException)
        {
            log.ChunksDamaged(day.Path, 1);
            return null;
        }
    }
}

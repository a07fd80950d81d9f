using System.IO.Compression;

namespace Ota.Server.Telemetry.Sinks;

/// <summary>Carries full batches from memory to the spool of one sink.</summary>
internal sealed class SinkSpooler(
    SinkTarget target, SinkQueue queue, Spool spool, SinkPoints points, SinksOptions options, TimeProvider time, ILogger log)
{
    /// <summary>Runs until the queue is closed and empty; after a stop it does not wait for a disk that refuses.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using MemoryStream packed = new();
        using ITimer ticks = time.CreateTimer(_ => Tick(), null, options.BatchAge, options.BatchAge / 2);
        await foreach (LineBatch batch in queue.Full.ReadAllAsync(CancellationToken.None))
        {
            await AppendAsync(batch, packed, stop);
            queue.Recycle(batch);
        }
    }

    private void Tick()
    {
        queue.SealIfOld();
        try
        {
            spool.FlushIfDue();
        }
        catch (IOException e)
        {
            log.SpoolFails(target.Name, e);
        }
    }

    private async Task AppendAsync(LineBatch batch, MemoryStream packed, CancellationToken stop)
    {
        for (bool failed = false; !TryAppend(batch, packed, ref failed);)
        {
            if (stop.IsCancellationRequested)
            {
                points.Overflow(batch.Points);
                return;
            }
            // Full, most likely; meanwhile the queue takes what it can.
            await Task.Delay(TimeSpan.FromSeconds(1), time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private bool TryAppend(LineBatch batch, MemoryStream packed, ref bool failed)
    {
        try
        {
            long dropped = spool.DroppedPoints;
            if (target.Gzip)
                spool.Append(Pack(batch.Content, packed), batch.Points, batch.Content.Length, isGzip: true);
            else
                spool.Append(batch.Content, batch.Points, batch.Content.Length, isGzip: false);
            if (spool.DroppedPoints > dropped) log.SpoolLost(target.Name, spool.DroppedPoints, spool.DamagedBytes);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!failed) log.SpoolFails(target.Name, e);
            failed = true;
            return false;
        }
    }

    private static ReadOnlySpan<byte> Pack(ReadOnlySpan<byte> lines, MemoryStream packed)
    {
        packed.SetLength(0);
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(lines);
        return packed.GetBuffer().AsSpan(0, (int)packed.Length);
    }
}

namespace Ota.Server.Telemetry.Sinks;

/// <summary>
/// Decides when a batch that was sent needs to be kept no longer. A receiver that acknowledges from memory is asked, at least one settle
/// time after the batch, whether it still is the process that took it; if it was restarted, everything unsettled is sent again.
/// </summary>
internal sealed class SinkSettling(SinkTarget target, Spool spool, SinkClient client, SinksOptions options, TimeProvider time, ILogger log)
{
    // The receiver tells the second of its start: sent nothing for longer than that, it cannot be restarted unseen in the same one.
    private static readonly TimeSpan StartShows = TimeSpan.FromSeconds(1.1);

    private string? _runsSince;
    private bool _known;
    private long _checkedAt;

    /// <summary>How long to wait for new batches before settling is due; null when there is nothing to settle.</summary>
    public TimeSpan? Wait => !spool.HasUnsettled ? null
        : options.SettleTime - time.GetElapsedTime(_checkedAt) is { Ticks: > 0 } rest ? rest : TimeSpan.FromSeconds(1);

    public async Task SettleAsync(CancellationToken stop)
    {
        long now = time.GetTimestamp();
        if (target.AcknowledgesDurably)
        {
            if (spool.HasUnsettled) spool.Settle(now);
            return;
        }
        // Known before the first batch: otherwise a restart between the first two checks would pass unseen.
        if (_known && (!spool.HasUnsettled || time.GetElapsedTime(_checkedAt) < options.SettleTime)) return;
        if (await AskAsync(stop) is not (true, var runsSince)) return;
        bool isSame = _known && runsSince == _runsSince;
        if (isSame)
        {
            // Taken a settle time ago by the process that runs still. One that never tells is trusted after that time.
            spool.Settle(_checkedAt);
        }
        else if (spool.HasUnsettled)
        {
            log.SinkRestarted(target.Name);
            spool.Rewind();
        }
        (_runsSince, _known, _checkedAt) = (runsSince, true, now);
        if (!isSame)
            await Task.Delay(StartShows, time, stop);
    }

    private async Task<(bool Answered, string? RunsSince)> AskAsync(CancellationToken stop)
    {
        using CancellationTokenSource patience = new(options.Timeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        try
        {
            return (true, await client.RunsSinceAsync(either.Token));
        }
        catch (Exception e) when (e is HttpRequestException or IOException
            || (e is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return (false, null);
        }
    }
}

namespace Ota.Server.Telemetry.Sinks;

/// <summary>Drains the spool of one sink, oldest first, one request at a time.</summary>
internal sealed class SinkSender(
    SinkTarget target, Spool spool, SinkDelivery delivery, SinkSettling settling, SinkPoints points, TimeProvider time, ILogger log)
{
    private readonly SpoolFrame _frame = new();

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await StepAsync(stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                log.SendingFailed(target.Name, e);
                await Task.Delay(TimeSpan.FromSeconds(1), time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task StepAsync(CancellationToken stop)
    {
        await settling.SettleAsync(stop);
        if (!spool.TryRead(_frame))
        {
            await WaitAsync(stop);
            return;
        }
        long taken = await delivery.SendAsync(_frame, stop);
        points.Deliver(taken, spool.Sent(_frame));
    }

    private async Task WaitAsync(CancellationToken stop)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task appended = spool.WaitAsync(patience.Token);
        if (settling.Wait is { } wait)
            await Task.WhenAny(appended, Task.Delay(wait, time, patience.Token));
        else
            await appended;
        await patience.CancelAsync();
        await appended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.ThrowIfCancellationRequested();
    }
}

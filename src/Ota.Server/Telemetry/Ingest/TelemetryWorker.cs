using System.Collections.Concurrent;
using Ota.Core.Telemetry.Catalogue;
using Ota.Mqtt;

namespace Ota.Server.Telemetry.Ingest;

/// <summary>
/// Brings messages from the queue to the history, several at once, so that a commit has many. At the stop it takes what is queued and
/// waits for the last commit.
/// </summary>
internal sealed class TelemetryWorker(
    TelemetryIntake intake, TelemetryIngest ingest, SignalCatalogue catalogue, BootClocks clocks, TelemetryOptions options) : BackgroundService
{
    // Decoding is cheaper than what the broker does for a message: it needs no more than half of the cores.
    private static readonly int Decoders = Math.Max(1, Environment.ProcessorCount / 2);

    private readonly SemaphoreSlim _room = new(options.PendingAppends);
    private readonly ConcurrentStack<DecodedBatch> _spare = new(); // No more than there is room for.

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        intake.Close();
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        if (ExecuteTask is not { IsCompleted: false }) _room.Dispose(); // A stop that had no time leaves the last commit on its way.
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.WhenAll(Enumerable.Range(0, Decoders).Select(_ => Task.Run(() => DecodeAsync(stoppingToken), CancellationToken.None)));
        for (int i = 0; i < options.PendingAppends; i++) await _room.WaitAsync(CancellationToken.None);
    }

    private async Task DecodeAsync(CancellationToken stop)
    {
        TelemetryDecoder decoder = new(catalogue, clocks, options.History);
        while (await intake.Messages.WaitToReadAsync(CancellationToken.None))
        {
            await _room.WaitAsync(CancellationToken.None);
            _ = StoreAsync(Decode(decoder), stop);
        }
    }

    private DecodedBatch Decode(TelemetryDecoder decoder)
    {
        if (!_spare.TryPop(out DecodedBatch? batch)) batch = new DecodedBatch();
        for (int i = 0; i < options.MessagesAtOnce && intake.Messages.TryRead(out IMqttHeldMessage? publish); i++)
            ingest.Decode(publish, decoder, batch);
        return batch;
    }

    private async Task StoreAsync(DecodedBatch batch, CancellationToken stop)
    {
        if (batch.Count > 0) await ingest.StoreAsync(batch, stop);
        batch.Clear();
        _spare.Push(batch);
        _room.Release();
    }
}

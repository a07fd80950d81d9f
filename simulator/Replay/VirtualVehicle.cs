using Ota.Mqtt;
using Ota.Mqtt.Client;

namespace Ota.Simulator.Replay;

/// <summary>Carries out a plan over a real connection, and keeps the ledger.</summary>
internal sealed class VirtualVehicle(
    VehiclePlan plan, Announcer announcer, TroubleCodeSource troubleCodes, Link link, SimulatedClock clock, Ledger ledger, ReplayCounts counts)
    : IDisposable
{
    // Publishes that wait for an acknowledgement at most; a vehicle that is further behind waits before it goes on.
    private const int MaximumPending = 64;

    private readonly SemaphoreSlim _room = new(MaximumPending);

    /// <summary>Runs to the end of the plan, then waits for the last acknowledgements.</summary>
    /// <param name="connectTimeout">How long to try to connect at the beginning.</param>
    /// <param name="giveUpAfter">How long to wait for them.</param>
    /// <param name="cancellationToken">Ends the run; what is not acknowledged is written down as such.</param>
    public async Task RunAsync(TimeSpan connectTimeout, TimeSpan giveUpAfter, CancellationToken cancellationToken)
    {
        await using MqttClient client = new(Options());
        List<Task> pending = [];
        announcer.Follow(client);
        try
        {
            await ConnectAsync(client, connectTimeout, cancellationToken);
            _ = announcer.AnswerAsync(client); // Ends with the client.
            foreach (VehicleStep step in troubleCodes.Among(plan.Steps()))
            {
                await clock.UntilAsync(step.AtMs, cancellationToken);
                await ActAsync(step, client, pending, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            giveUpAfter = TimeSpan.Zero;
        }

        pending.Add(announcer.LeaveAsync(client));
        // Disposing fails what still waits, which then writes itself down as not acknowledged.
        await Task.WhenAny(Task.WhenAll(pending), Task.Delay(giveUpAfter, TimeProvider.System, CancellationToken.None));
        await client.DisposeAsync();
        await Task.WhenAll(pending);
    }

    private static async Task ConnectAsync(MqttClient client, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            await client.ConnectAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MqttClientException(MqttClientError.ConnectFailed, $"no connection in {timeout.TotalSeconds:0} s.");
        }
    }

    public void Dispose() => _room.Dispose();

    private async Task ActAsync(VehicleStep step, MqttClient client, List<Task> pending, CancellationToken cancellationToken)
    {
        switch (step)
        {
            case VehicleStep.Publish publish:
                await _room.WaitAsync(cancellationToken);
                pending.RemoveAll(task => task.IsCompletedSuccessfully);
                counts.AddPublish(publish.IsRepeat);
                pending.Add(PublishAsync(client, publish));
                break;
            case VehicleStep.Cut:
                counts.AddCut();
                link.Cut();
                break;
            case VehicleStep.GoOffline:
                counts.AddCut();
                link.GoOffline();
                break;
            case VehicleStep.GoOnline:
                link.GoOnline();
                break;
        }
    }

    private async Task PublishAsync(MqttClient client, VehicleStep.Publish publish)
    {
        bool acknowledged = false;
        try
        {
            PublishResult result = await client.PublishAsync($"v1/{plan.Vid}/up/{publish.Type}", publish.Payload, MqttQos.AtLeastOnce);
            acknowledged = result.IsSuccess;
        }
        catch (MqttClientException)
        {
            // Not acknowledged: the ledger says so.
        }
        finally
        {
            _room.Release();
        }

        if (publish.IsRepeat) return;
        if (acknowledged) counts.AddAcknowledged(publish.Readings);
        ledger.Write(plan, publish, acknowledged);
    }

    private MqttClientOptions Options() => new()
    {
        OpenTransport = link.OpenAsync,
        ClientId = plan.Vid,
        NextWill = announcer.NextWill,
        CleanStart = true,
        SessionExpiryInterval = 3600,
        AcknowledgementTimeout = TimeSpan.FromMinutes(2),
        Reconnect = new ReconnectPolicy
        {
            InitialDelay = TimeSpan.FromMilliseconds(100),
            MaximumDelay = TimeSpan.FromSeconds(2),
            RetryFirst = true,
        },
    };
}

using System.Buffers;
using System.IO.Pipelines;

namespace Ota.Mqtt.Broker;

/// <summary>Asks the host's hook who a client is, for no longer than the client waits for the answer.</summary>
#pragma warning disable CA1001 // The source has no timer and no wait handle, so there is nothing to give back.
internal sealed class Authentication(MqttBroker broker, MqttTransport transport, MqttConnection connection)
#pragma warning restore CA1001
{
    private const long MostAhead = 64 * 1024; // A client that sends more before CONNACK is watched by its time-out alone.

    private readonly CancellationTokenSource _gone = new();
    private volatile bool _isDecided;

    /// <summary>Null when the client has gone or has waited too long.</summary>
    public async Task<MqttConnectDecision?> AskAsync(MqttConnectRequest request)
    {
        connection.Asking = _gone;
        Task? watching = null;
        try
        {
            ValueTask<MqttConnectDecision> asking = broker.Options.Authenticate!(request, _gone.Token);
            if (!asking.IsCompleted)
                watching = WatchAsync();
            MqttConnectDecision decision = await asking;
            MqttText.Measure(decision.ReasonString ?? "");
            return decision;
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            return null;
        }
#pragma warning disable CA1031 // Foreign code: whatever it throws concerns this client only.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            broker.Log.AuthenticationFailed(transport.RemoteEndPoint, failure);
            return MqttConnectDecision.Refuse(ReasonCode.ServerUnavailable, "The server could not check who the client is.");
        }
        finally
        {
            connection.Asking = null;
            if (watching is not null)
                await EndWatchAsync(watching);
        }
    }

    /// <summary>Nobody reads while the hook decides, so that an end of the input would go unseen.</summary>
    private async Task WatchAsync()
    {
        try
        {
            while (!_isDecided)
            {
                ReadResult read = await transport.Input.ReadAsync();
                ReadOnlySequence<byte> ahead = read.Buffer;
                bool isTooMuch = ahead.Length > MostAhead;
                transport.Input.AdvanceTo(ahead.Start, ahead.End);
                if (read.IsCompleted || connection.IsEnding)
                    await _gone.CancelAsync();
                if (read.IsCompleted || connection.IsEnding || isTooMuch)
                    return;
            }
        }
        catch (Exception lost) when (lost is IOException or OperationCanceledException or InvalidOperationException)
        {
            await _gone.CancelAsync();
        }
    }

    private async Task EndWatchAsync(Task watching)
    {
        _isDecided = true;
        transport.Input.CancelPendingRead();
        await watching;
        transport.Input.CancelPendingRead(); // What has come in the meantime has been looked at, and would not be given again by itself.
    }
}

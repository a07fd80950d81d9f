using System.Threading.Channels;
using Ota.Mqtt;
using Ota.Server.Bridge.Lanes;

namespace Ota.Server.Telemetry.Ingest;

/// <summary>
/// The lane of telemetry. A queue is all there is to it: while the history is slow, messages stay unanswered in it, and the
/// broker stops reading a connection that has too many of them. Only when all connections together hold more than the limit are further
/// messages refused, which is no acknowledgement: the vehicle keeps them.
/// </summary>
internal sealed class TelemetryIntake(TelemetryOptions options) : ILane
{
    private readonly Channel<IMqttHeldMessage> _queue = Channel.CreateUnbounded<IMqttHeldMessage>(); // Bounded by the bytes.
    private readonly LaneRoom _room = new(options.QueuedBytes);
    private long _shed;

    public string Name => "telemetry";

    /// <summary>Bytes that wait, or are being stored.</summary>
    public long Bytes => _room.Bytes;

    /// <summary>Messages that found no room.</summary>
    public long Shed => Volatile.Read(ref _shed);

    public ChannelReader<IMqttHeldMessage> Messages => _queue.Reader;

    public void Take(IMqttHeldMessage message)
    {
        // At the stop nobody answers: the connection ends, and the vehicle sends again.
        if (_room.TryEnter(SizeOf(message)))
            _queue.Writer.TryWrite(message);
        else
            Refuse(message);
    }

    public async Task TakeInTurnAsync(IMqttHeldMessage message, CancellationToken stop)
    {
        await _room.EnterAsync(SizeOf(message), stop);
        _queue.Writer.TryWrite(message);
    }

    /// <summary>Answers a message that was taken from the queue.</summary>
    public void Complete(IMqttHeldMessage message)
    {
        _room.Leave(SizeOf(message));
        message.Complete();
    }

    public void Close() => _queue.Writer.TryComplete();

    private void Refuse(IMqttHeldMessage message)
    {
        Interlocked.Increment(ref _shed);
        message.Complete(ReasonCode.QuotaExceeded, "Too much telemetry waits to be stored; send it again later.");
    }

    private static int SizeOf(IMqttHeldMessage message) => message.Topic.Length + message.Payload.Length;
}

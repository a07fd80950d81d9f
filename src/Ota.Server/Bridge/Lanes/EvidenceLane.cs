using System.Threading.Channels;
using Ota.Mqtt;

namespace Ota.Server.Bridge.Lanes;

/// <summary>
/// The lane of what is evidence: births, deaths, inventories, trouble codes and reports of updates. It has its own room and its own
/// workers, so that telemetry, however much, holds none of it up.
/// </summary>
internal sealed class EvidenceLane(BridgeOptions options) : ILane
{
    private readonly Channel<IMqttHeldMessage> _queue = Channel.CreateUnbounded<IMqttHeldMessage>(); // Bounded by the bytes.
    private readonly LaneRoom _room = new(options.EvidenceBytes);
    private long _shed;

    public string Name => "evidence";

    /// <summary>Bytes that wait, or are being stored.</summary>
    public long Bytes => _room.Bytes;

    /// <summary>Messages that found no room.</summary>
    public long Shed => Volatile.Read(ref _shed);

    public ChannelReader<IMqttHeldMessage> Messages => _queue.Reader;

    public void Take(IMqttHeldMessage message)
    {
        if (_room.TryEnter(SizeOf(message)))
        {
            _queue.Writer.TryWrite(message); // After the stop nobody answers: the vehicle sends again.
            return;
        }
        Interlocked.Increment(ref _shed);
        message.Complete(ReasonCode.QuotaExceeded, "Too much waits to be stored; send it again later.");
    }

    public async Task TakeInTurnAsync(IMqttHeldMessage message, CancellationToken stop)
    {
        await _room.EnterAsync(SizeOf(message), stop);
        _queue.Writer.TryWrite(message);
    }

    /// <summary>Acknowledges a message that was taken from the queue.</summary>
    public void Complete(IMqttHeldMessage message)
    {
        _room.Leave(SizeOf(message));
        message.Complete();
    }

    public void Close() => _queue.Writer.TryComplete();

    private static int SizeOf(IMqttHeldMessage message) => message.Topic.Length + message.Payload.Length;
}

using System.Threading.Channels;
using Ota.Mqtt;

namespace Ota.Server.Bridge.Lanes;

/// <summary>
/// Where messages of vehicles wait for a feature, unanswered. Each lane has a limit of its own, in bytes over all connections, so that a full
/// one holds up no other.
/// </summary>
/// <param name="name">One word for metrics and logs.</param>
/// <param name="limit">Bytes.</param>
/// <param name="full">What a sender is told for whom there is no room.</param>
internal abstract class Lane(string name, long limit, string full)
{
    private readonly Channel<IMqttHeldMessage> _queue = Channel.CreateUnbounded<IMqttHeldMessage>(); // Bounded by the bytes.
    private readonly LaneRoom _room = new(limit);
    private long _shed;

    public string Name => name;

    /// <summary>Bytes that wait, or are being stored.</summary>
    public long Bytes => _room.Bytes;

    /// <summary>Messages that found no room.</summary>
    public long Shed => Volatile.Read(ref _shed);

    public ChannelReader<IMqttHeldMessage> Messages => _queue.Reader;

    /// <summary>
    /// Takes a message, to answer it later or, when the lane is full, at once with a refusal, which is no acknowledgement: the vehicle keeps
    /// it. On an event loop: does not block.
    /// </summary>
    public void Take(IMqttHeldMessage message)
    {
        if (_room.TryEnter(SizeOf(message)))
        {
            _queue.Writer.TryWrite(message); // At the stop nobody answers: the connection ends, and the vehicle sends again.
            return;
        }
        Interlocked.Increment(ref _shed);
        message.Complete(ReasonCode.QuotaExceeded, full);
    }

    /// <summary>
    /// Takes a message when there is room. For a sender that would not keep what is refused, and can be made to wait; one at a time.
    /// </summary>
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

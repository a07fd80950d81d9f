using System.Threading.Channels;
using Ota.Mqtt;
using Ota.Mqtt.Broker;

namespace Ota.Server.Telemetry.Ingest;

/// <summary>
/// Takes telemetry off the event loops. A queue is all there is to it: while the history is slow, messages stay unanswered in it, and the
/// broker stops reading a connection that has too many of them. Only when all connections together hold more than the limit are further
/// messages refused, which is no acknowledgement: the vehicle keeps them.
/// </summary>
internal sealed class TelemetryIntake(TelemetryOptions options) : IMqttPublishInterceptor
{
    private readonly Channel<InterceptedPublish> _queue = Channel.CreateUnbounded<InterceptedPublish>(); // Bounded by the bytes.
    private long _bytes;
    private long _shed;

    /// <summary>Bytes that wait, or are being stored.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Messages that found no room.</summary>
    public long Shed => Volatile.Read(ref _shed);

    public ChannelReader<InterceptedPublish> Messages => _queue.Reader;

    public void Handle(ReadOnlySpan<InterceptedPublish> batch)
    {
        foreach (InterceptedPublish publish in batch)
        {
            // At the stop nobody answers: the connection ends, and the vehicle sends again.
            if (Interlocked.Add(ref _bytes, SizeOf(publish)) <= options.QueuedBytes)
                _queue.Writer.TryWrite(publish);
            else
                Refuse(publish);
        }
    }

    /// <summary>Answers a message that was taken from the queue.</summary>
    public void Complete(InterceptedPublish publish)
    {
        Interlocked.Add(ref _bytes, -SizeOf(publish));
        publish.Complete();
    }

    public void Close() => _queue.Writer.TryComplete();

    private void Refuse(InterceptedPublish publish)
    {
        Interlocked.Add(ref _bytes, -SizeOf(publish));
        Interlocked.Increment(ref _shed);
        publish.Complete(ReasonCode.QuotaExceeded, "Too much telemetry waits to be stored; send it again later.");
    }

    private static int SizeOf(InterceptedPublish publish) => publish.Topic.Length + publish.Payload.Length;
}

using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Ota.Mqtt;
using Ota.Mqtt.Broker;

namespace Ota.Bench.Mqtt;

/// <summary>
/// A connection to a broker without sockets and threads: the broker has done its work when <see cref="Send(ReadOnlySpan{byte})"/> returns.
/// </summary>
internal sealed class InMemoryClient
{
    // Nobody waits for anybody here, so there is no writer to pause.
    private static readonly PipeOptions Inline = new(
        readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 0, useSynchronizationContext: false);

    private readonly Pipe _toBroker = new(Inline);
    private readonly Pipe _fromBroker = new(Inline);

    public InMemoryClient(MqttBroker broker, string id, string? filter = null, MqttQos qos = MqttQos.AtMostOnce)
    {
        DefaultConnectionContext connection = new(id)
        {
            Transport = new Transport(_toBroker.Reader, _fromBroker.Writer),
        };
        _ = new MqttConnectionHandler(broker).OnConnectedAsync(connection);
        Send(new ConnectPacket { Version = MqttProtocolVersion.V311, ClientId = id });
        if (filter is not null)
            Send(new SubscribePacket { PacketId = 1, Subscriptions = [new Subscription { Filter = filter, MaximumQos = qos }] });
        if (Take(out ReadOnlySequence<byte> answers) == 0)
            throw new InvalidOperationException("The broker has not answered CONNECT.");
        Return(answers);
    }

    public void Send(ReadOnlySpan<byte> packets)
    {
        _toBroker.Writer.Write(packets);
        ValueTask<FlushResult> flush = _toBroker.Writer.FlushAsync();
        if (!flush.IsCompletedSuccessfully)
            throw new InvalidOperationException("The broker does not read.");
        flush.GetAwaiter().GetResult();
    }

    /// <summary>All that the broker has sent, to be given back with <see cref="Return"/>; its length.</summary>
    public int Take(out ReadOnlySequence<byte> sent)
    {
        sent = _fromBroker.Reader.TryRead(out ReadResult read) ? read.Buffer : default;
        return (int)sent.Length;
    }

    public void Return(in ReadOnlySequence<byte> sent) => _fromBroker.Reader.AdvanceTo(sent.End);

    private void Send(ControlPacket packet)
    {
        ArrayBufferWriter<byte> bytes = new();
        MqttWriter.Write(bytes, packet, MqttProtocolVersion.V311);
        Send(bytes.WrittenSpan);
    }

    private sealed record Transport(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}

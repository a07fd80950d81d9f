using System.Buffers;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Ota.Mqtt;
using Ota.Mqtt.Broker;

namespace Ota.Bench.Mqtt;

/// <summary>
/// The whole broker without sockets, for one publish of QoS 1: decode, route, write to the subscriber, acknowledge; the subscriber
/// acknowledges at QoS 1. Budget 1 µs with a subscriber, half of it without; no allocation.
/// </summary>
[MemoryDiagnoser]
public class MqttFanOutBenchmarks
{
    private const string None = "none";
    private const int Batch = 32;
    private const int AckSize = 4;
    private const int IdAt = 2 + 2 + TopicLength;
    private const int TopicLength = 12;

    private readonly byte[] _answers = new byte[Batch * AckSize];
    private byte[] _publishes = [];
    private InMemoryClient? _publisher;
    private InMemoryClient? _subscriber;
    private MqttQos _qos;

    [Params(None, "QoS 0", "QoS 1")]
    public string Subscriber { get; set; } = None;

    [GlobalSetup]
    public void Connect()
    {
        MqttBroker broker = new(new MqttBrokerOptions(), TimeProvider.System, NullLogger<MqttBroker>.Instance);
        _publisher = new InMemoryClient(broker, "publisher");
        _qos = Subscriber == "QoS 1" ? MqttQos.AtLeastOnce : MqttQos.AtMostOnce;
        _subscriber = Subscriber == None ? null : new InMemoryClient(broker, "subscriber", "v1/+/up/#", _qos);
        ArrayBufferWriter<byte> output = new();
        for (ushort id = 1; id <= Batch; id++)
        {
            OutgoingPublish publish = new()
            {
                Topic = "v1/500/up/tm"u8,
                Payload = new ReadOnlySequence<byte>(new byte[100]),
                Qos = MqttQos.AtLeastOnce,
                PacketId = id,
            };
            MqttWriter.Write(output, publish, MqttProtocolVersion.V311);
        }
        _publishes = output.WrittenSpan.ToArray();
    }

    [Benchmark(OperationsPerInvoke = Batch)]
    public void Publish()
    {
        _publisher!.Send(_publishes);
        if (_subscriber is not null)
            TakeDelivered(_subscriber);
        if (_publisher.Take(out ReadOnlySequence<byte> acks) != Batch * AckSize)
            throw new InvalidOperationException("Not every publish was acknowledged.");
        _publisher.Return(acks);
    }

    private void TakeDelivered(InMemoryClient subscriber)
    {
        int size = subscriber.Take(out ReadOnlySequence<byte> delivered) / Batch;
        if (size < 100)
            throw new InvalidOperationException("Not every publish was delivered.");
        if (_qos == MqttQos.AtLeastOnce)
            WriteAnswers(delivered, size);
        subscriber.Return(delivered);
        if (_qos == MqttQos.AtLeastOnce)
            subscriber.Send(_answers);
    }

    private void WriteAnswers(in ReadOnlySequence<byte> delivered, int size)
    {
        for (int i = 0; i < Batch; i++)
        {
            Span<byte> answer = _answers.AsSpan(i * AckSize, AckSize);
            answer[0] = 0x40;
            answer[1] = 2;
            delivered.Slice((i * size) + IdAt, 2).CopyTo(answer[2..]);
        }
    }
}

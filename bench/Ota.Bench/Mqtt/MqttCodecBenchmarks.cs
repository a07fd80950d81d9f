using System.Buffers;
using BenchmarkDotNet.Attributes;
using Ota.Mqtt;

namespace Ota.Bench.Mqtt;

/// <summary>The codec's share of a telemetry message: budget 100 ns to decode it, 10 ns to acknowledge it, no allocation.</summary>
[MemoryDiagnoser]
public class MqttCodecBenchmarks
{
    private const int Batch = 32;

    private readonly byte[] _answers = new byte[Batch * MqttWriter.MaxAckSize];
    private readonly ArrayBufferWriter<byte> _output = new(1024);
    private byte[] _payload = [];
    private ReadOnlySequence<byte> _publish;

    [Params(100, 500)]
    public int Size { get; set; }

    [Params(MqttProtocolVersion.V311, MqttProtocolVersion.V500)]
    public MqttProtocolVersion Version { get; set; }

    [GlobalSetup]
    public void Encode()
    {
        _payload = new byte[Size];
        EncodePublish();
        _publish = new ReadOnlySequence<byte>(_output.WrittenMemory.ToArray());
    }

    [Benchmark]
    public int DecodePublish()
    {
        ReadOnlySequence<byte> buffer = _publish;
        MqttReader.TryRead(ref buffer, Version, MqttReaderLimits.Default, out MqttPacket packet);
        return (int)packet.Publish.Payload.Length;
    }

    [Benchmark]
    public int EncodePublish()
    {
        _output.ResetWrittenCount();
        OutgoingPublish publish = new()
        {
            Topic = "v1/3f0c8a52d1e94b76/up/tm"u8,
            Payload = new ReadOnlySequence<byte>(_payload),
            Qos = MqttQos.AtLeastOnce,
            PacketId = 7,
        };
        return MqttWriter.Write(_output, publish, Version);
    }

    [Benchmark(OperationsPerInvoke = Batch)]
    public int EncodePuback()
    {
        int written = 0;
        for (ushort id = 1; id <= Batch; id++)
            written += MqttWriter.WriteAck(_answers.AsSpan(written), MqttPacketType.Puback, id, ReasonCode.Success, Version);
        return written;
    }
}

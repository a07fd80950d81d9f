using System.Buffers;

namespace Ota.Mqtt.Tests;

/// <summary>Bytes and packets, for tests.</summary>
internal static class Wire
{
    public static readonly MqttReaderLimits FromAnyone = MqttReaderLimits.Default;
    public static readonly MqttReaderLimits FromClient = new() { Sender = MqttSender.Client };
    public static readonly MqttReaderLimits FromServer = new() { Sender = MqttSender.Server };

    public static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    /// <summary>Reads exactly one packet; null when the reader wants more.</summary>
    public static TestPacket? Read(byte[] bytes, MqttProtocolVersion version, MqttReaderLimits? limits = null) =>
        Read(new ReadOnlySequence<byte>(bytes), version, limits);

    public static TestPacket? Read(ReadOnlySequence<byte> buffer, MqttProtocolVersion version, MqttReaderLimits? limits = null)
    {
        long before = buffer.Length;
        if (!MqttReader.TryRead(ref buffer, version, limits ?? FromAnyone, out MqttPacket packet))
        {
            buffer.Length.Should().Be(before, "an incomplete packet stays in the buffer");
            return null;
        }
        buffer.Length.Should().BeLessThan(before);
        return TestPacket.From(packet, version);
    }

    public static List<TestPacket> ReadAll(ReadOnlySequence<byte> buffer, MqttProtocolVersion version, MqttReaderLimits? limits = null)
    {
        List<TestPacket> packets = [];
        while (MqttReader.TryRead(ref buffer, version, limits ?? FromAnyone, out MqttPacket packet))
            packets.Add(TestPacket.From(packet, version));
        buffer.IsEmpty.Should().BeTrue();
        return packets;
    }

    public static MqttProtocolException Refused(string hex, MqttProtocolVersion version, MqttReaderLimits? limits = null)
    {
        Action read = () => Read(Bytes(hex), version, limits);
        return read.Should().Throw<MqttProtocolException>().Which;
    }

    /// <summary>The bytes in segments of the given sizes (0 gives an empty segment); the rest is the last segment.</summary>
    public static ReadOnlySequence<byte> Split(byte[] bytes, IEnumerable<int> sizes)
    {
        Segment first = new(ReadOnlyMemory<byte>.Empty, 0);
        Segment last = first;
        int start = 0;
        foreach (int size in sizes)
        {
            int taken = Math.Min(size, bytes.Length - start);
            last = last.Append(bytes.AsMemory(start, taken));
            start += taken;
        }
        last = last.Append(bytes.AsMemory(start));
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    /// <summary>The same bytes over and over as one sequence, so that a test can have 256 MiB without owning them.</summary>
    public static ReadOnlySequence<byte> Repeat(byte[] head, byte[] block, long length)
    {
        Segment first = new(head, 0);
        Segment last = first;
        for (long left = length; left > 0; left -= block.Length)
            last = last.Append(block.AsMemory(0, (int)Math.Min(left, block.Length)));
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long runningIndex)
        {
            Memory = memory;
            RunningIndex = runningIndex;
        }

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            Segment next = new(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}

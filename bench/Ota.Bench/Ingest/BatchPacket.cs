using System.Buffers.Binary;
using System.Text;
using Ota.Core.Telemetry.Catalogue;
using Ota.Simulator.Trips;

namespace Ota.Bench.Ingest;

/// <summary>
/// A PUBLISH of QoS 1 with a batch of a recorded trip, encoded once. For each message it is copied, and vehicle, packet identifier, number
/// and times are written over: all of them have a fixed width, the number as a varint with leading zeroes, which protobuf allows.
/// </summary>
internal sealed class BatchPacket
{
    private const int VidSize = 32;
    private const int BootSize = 16;
    private const int SequenceSize = 5;
    private const int TimeSize = 6; // Of Unix milliseconds between 2004 and 2109.
    private const byte PublishQos1 = 0x32;

    private readonly byte[] _bytes;
    private readonly int _vidAt;
    private readonly int _idAt;
    private readonly int _bootAt;
    private readonly int _sequenceAt;
    private readonly int _captureAt;
    private readonly int _sentAt;

    public BatchPacket(TripBatch batch)
    {
        byte[] payload =
        [
            0x08, 1, // schema_version
            0x12, BootSize, .. new byte[BootSize], // boot_id
            0x18, 1, // stream
            0x20, .. new byte[SequenceSize], // seq
            0x28, (byte)SeedCatalogue.Catalogue.Version, // catalogue_version
            0x30, .. new byte[TimeSize], // capture_ms
            0x40, .. new byte[TimeSize], // sent_ms
            0x48, 4, // clock_quality: GNSS
            .. batch.Columns.Bytes.Span,
        ];
        byte[] topic = Encoding.ASCII.GetBytes($"v1/{new string('0', VidSize)}/up/tm");
        int length = sizeof(ushort) + topic.Length + sizeof(ushort) + payload.Length;
        byte[] lengthBytes = length < 128 ? [(byte)length] : length < 16_384
            ? [(byte)(length | 0x80), (byte)(length >> 7)]
            : [(byte)(length | 0x80), (byte)((length >> 7) | 0x80), (byte)(length >> 14)];
        _bytes = [PublishQos1, .. lengthBytes, 0, (byte)topic.Length, .. topic, 0, 0, .. payload];
        _vidAt = 1 + lengthBytes.Length + sizeof(ushort) + "v1/".Length;
        _idAt = _bytes.Length - payload.Length - sizeof(ushort);
        _bootAt = _bytes.Length - payload.Length + 4;
        _sequenceAt = _bootAt + BootSize + 3;
        _captureAt = _sequenceAt + SequenceSize + 3;
        _sentAt = _captureAt + TimeSize + 1;
        Values = batch.Columns.Readings;
    }

    public int Size => _bytes.Length;

    public int Values { get; }

    public void Write(Span<byte> output, ushort id, UInt128 vehicle, UInt128 boot, ulong sequence, long capture, long sent)
    {
        _bytes.CopyTo(output);
        for (int i = VidSize - 1; i >= 0; i--, vehicle >>= 4) output[_vidAt + i] = "0123456789abcdef"u8[(int)(vehicle & 15)];
        BinaryPrimitives.WriteUInt16BigEndian(output[_idAt..], id);
        BinaryPrimitives.WriteUInt128BigEndian(output[_bootAt..], boot);
        WriteVarint(output.Slice(_sequenceAt, SequenceSize), sequence);
        WriteVarint(output.Slice(_captureAt, TimeSize), (ulong)capture);
        WriteVarint(output.Slice(_sentAt, TimeSize), (ulong)sent);
    }

    private static void WriteVarint(Span<byte> output, ulong value)
    {
        for (int i = 0; i < output.Length; i++, value >>= 7) output[i] = (byte)(i + 1 < output.Length ? value | 0x80 : value & 0x7f);
    }
}

using System.Buffers.Binary;

namespace Ota.Mqtt;

/// <summary>
/// Writes the data types of 1.5. A packet is emitted twice by the same code: first into a counter, which checks the values and
/// remembers the lengths of the property blocks, then into exactly as many bytes. So the sizes cannot disagree with the content.
/// </summary>
internal ref struct WireWriter
{
    private readonly Span<byte> _destination;
    private readonly bool _counting;
    private int _firstBlock; // CONNECT has two property blocks, its own and the will's; no packet has more.
    private int _secondBlock;
    private int _blocks;
    private int _blockStart;

    private WireWriter(Span<byte> destination, bool counting)
    {
        _destination = destination;
        _counting = counting;
    }

    public int Position { get; private set; }

    public static WireWriter Counter() => new([], counting: true);

    public readonly WireWriter Into(Span<byte> destination) =>
        new(destination, counting: false) { _firstBlock = _firstBlock, _secondBlock = _secondBlock };

    public void Byte(byte value)
    {
        if (!_counting)
            _destination[Position] = value;
        Position++;
    }

    public void UInt16(ushort value)
    {
        if (!_counting)
            BinaryPrimitives.WriteUInt16BigEndian(_destination[Position..], value);
        Position += 2;
    }

    public void UInt32(uint value)
    {
        if (!_counting)
            BinaryPrimitives.WriteUInt32BigEndian(_destination[Position..], value);
        Position += 4;
    }

    public void Variable(int value)
    {
        if (!_counting)
            VariableByteInteger.Write(_destination[Position..], value);
        Position += VariableByteInteger.SizeOf(value);
    }

    public void Text(string value)
    {
        int size = _counting ? MqttText.Measure(value) : MqttText.Strict.GetBytes(value, _destination[(Position + 2)..]);
        UInt16((ushort)size);
        Position += size;
    }

    public void Binary(ReadOnlyMemory<byte> value)
    {
        if (value.Length > ushort.MaxValue)
            throw new ArgumentException("Binary data is longer than 65,535 bytes.", nameof(value));
        UInt16((ushort)value.Length);
        Raw(value.Span);
    }

    public void Raw(scoped ReadOnlySpan<byte> value)
    {
        if (!_counting)
            value.CopyTo(_destination[Position..]);
        Position += value.Length;
    }

    /// <summary>MQTT-2.2.1-3.</summary>
    public void PacketId(ushort value)
    {
        if (value == 0)
            throw new ArgumentException("The packet identifier is zero.", nameof(value));
        UInt16(value);
    }

    public void BeginProperties()
    {
        if (!_counting)
            Variable(_blocks == 0 ? _firstBlock : _secondBlock);
        _blockStart = Position;
    }

    public void EndProperties()
    {
        int size = Position - _blockStart;
        if (_counting)
        {
            if (_blocks == 0)
                _firstBlock = size;
            else
                _secondBlock = size;
            Position += VariableByteInteger.SizeOf(size);
        }
        _blocks++;
    }
}

using System.Buffers.Binary;

namespace Ota.Core.Telemetry.Chunks;

/// <summary>Writes numbers of any width, lowest bit first, without gaps. The caller has reserved the room.</summary>
internal ref struct BitWriter(Span<byte> output)
{
    private readonly Span<byte> _output = output;
    private ulong _bits;
    private int _held;
    private int _position;

    /// <summary>Appends the low <paramref name="width"/> bits (0 to 64); the bits above them must be zero.</summary>
    public void Write(ulong value, int width)
    {
        _bits |= value << _held;
        if (_held + width < 64)
        {
            _held += width;
            return;
        }
        BinaryPrimitives.WriteUInt64LittleEndian(_output[_position..], _bits);
        _position += 8;
        int taken = 64 - _held;
        _bits = taken == 64 ? 0 : value >> taken;
        _held = width - taken;
    }

    /// <summary>Fills the last byte with zeros and returns how many bytes were written.</summary>
    public int Finish()
    {
        for (; _held > 0; _held -= 8, _bits >>= 8) _output[_position++] = (byte)_bits;
        return _position;
    }
}

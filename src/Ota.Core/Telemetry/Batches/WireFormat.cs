using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Ota.Core.Telemetry.Batches;

/// <summary>Reads protobuf's wire format (encoding guide of protobuf, "Message Structure") from a span; allocates nothing.</summary>
internal ref struct WireFormat(ReadOnlySpan<byte> bytes)
{
    public const int Varint = 0;
    public const int Fixed64 = 1;
    public const int Bytes = 2;
    public const int Fixed32 = 5;

    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>How far it has read, in a message of this length.</summary>
    public readonly int Position(int length) => length - _rest.Length;

    public static long Unfold(ulong zigzag) => (long)(zigzag >> 1) ^ -(long)(zigzag & 1);

    public bool TryReadTag(out int field, out int type)
    {
        bool read = TryReadVarint(out ulong tag);
        field = (int)(tag >> 3);
        type = (int)(tag & 7);
        return read && tag is >= 8 and <= uint.MaxValue;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryReadVarint(out ulong value)
    {
        ReadOnlySpan<byte> rest = _rest;
        if (rest.Length > 0 && rest[0] < 0x80)
        {
            value = rest[0];
            _rest = rest[1..];
            return true;
        }

        return TryReadLong(out value);
    }

    public bool TryReadBytes(out ReadOnlySpan<byte> bytes)
    {
        if (TryReadVarint(out ulong length) && length <= (ulong)_rest.Length)
        {
            bytes = _rest[..(int)length];
            _rest = _rest[(int)length..];
            return true;
        }

        bytes = default;
        return false;
    }

    public bool TryReadDouble(out double value)
    {
        if (_rest.Length < sizeof(double))
        {
            value = 0;
            return false;
        }

        value = BinaryPrimitives.ReadDoubleLittleEndian(_rest);
        _rest = _rest[sizeof(double)..];
        return true;
    }

    /// <summary>Passes over a field that a later version of the message may have added. Groups (types 3 and 4) are long gone.</summary>
    public bool TrySkip(int type) => type switch
    {
        Varint => TryReadVarint(out _),
        Fixed64 => TryDrop(sizeof(ulong)),
        Bytes => TryReadBytes(out _),
        Fixed32 => TryDrop(sizeof(uint)),
        _ => false,
    };

    private bool TryDrop(int count)
    {
        if (_rest.Length < count) return false;
        _rest = _rest[count..];
        return true;
    }

    private bool TryReadLong(out ulong value)
    {
        value = 0;
        for (int i = 0; i < 10 && i < _rest.Length; i++)
        {
            ulong bits = _rest[i] & 0x7Fu;
            if (i == 9 && bits > 1) return false;
            value |= bits << (7 * i);
            if (_rest[i] < 0x80)
            {
                _rest = _rest[(i + 1)..];
                return true;
            }
        }

        return false;
    }
}

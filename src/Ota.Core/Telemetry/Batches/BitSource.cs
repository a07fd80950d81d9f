using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Ota.Core.Telemetry.Batches;

/// <summary>
/// Bits of a span, lowest first (RFC 1951 3.1.1). Past the end come zeros, and <see cref="IsOverrun"/> says so, which spares a check
/// for each bit; whoever loops checks it.
/// </summary>
internal ref struct BitSource(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private ulong _bits;
    private int _count;
    private int _at;

    /// <summary>More was taken than there is.</summary>
    public readonly bool IsOverrun => _at - (_count >> 3) > _bytes.Length;

    /// <summary>All whole bytes were taken.</summary>
    public readonly bool IsAtEnd => _at - (_count >> 3) == _bytes.Length;

    /// <summary>The next bits, at least 48 of them, without taking them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Peek()
    {
        if (_count < 48) Fill();
        return _bits;
    }

    /// <summary>Takes bits that were peeked at.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Skip(int count)
    {
        _bits >>= count;
        _count -= count;
    }

    /// <summary>Takes 0 to 16 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Take(int count)
    {
        int value = (int)(Peek() & ((1ul << count) - 1));
        Skip(count);
        return value;
    }

    /// <summary>Drops the bits up to the next whole byte and gives the bytes from there, not taking them.</summary>
    public ReadOnlySpan<byte> TakeAligned()
    {
        _at -= _count >> 3;
        _bits = 0;
        _count = 0;
        return _at <= _bytes.Length ? _bytes[_at..] : default;
    }

    /// <summary>Takes whole bytes after <see cref="TakeAligned"/>.</summary>
    public void Drop(int count) => _at += count;

    private void Fill()
    {
        if (_at <= _bytes.Length - sizeof(ulong))
        {
            _bits |= BinaryPrimitives.ReadUInt64LittleEndian(_bytes[_at..]) << _count;
            int taken = (63 - _count) >> 3;
            _at += taken;
            _count += taken << 3;
            _bits &= ulong.MaxValue >> (64 - _count);
            return;
        }

        while (_count <= 56)
        {
            ulong next = _at < _bytes.Length ? _bytes[_at] : 0ul;
            _bits |= next << _count;
            _at++;
            _count += 8;
        }
    }
}

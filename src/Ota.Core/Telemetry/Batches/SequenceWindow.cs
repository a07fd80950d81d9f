using System.Buffers.Binary;
using System.Numerics;

namespace Ota.Core.Telemetry.Batches;

/// <summary>
/// Which sequence numbers of one vehicle, boot and stream were seen: a watermark below which all were, and a bit for each number
/// above it. In any order of the same numbers it ends in the same state, as long as none comes more than <see cref="Capacity"/>
/// ahead of the oldest one missing. One that does makes the window give up the oldest missing ones, which it counts; from then on
/// it never says <see cref="SequenceVerdict.New"/> or <see cref="SequenceVerdict.Repeat"/> about numbers it cannot know.
/// </summary>
public sealed class SequenceWindow
{
    /// <summary>How many numbers above the watermark it can tell apart.</summary>
    public const int Capacity = 4096;

    /// <summary>A number this far ahead is no lost stretch but a mistake: at a message a second, half a year.</summary>
    public const ulong MaximumJump = 1 << 24;

    /// <summary>Bytes of the largest serialised window.</summary>
    public const int MaximumSize = HeadSize + (Capacity / 8);

    private const int HeadSize = 4 * sizeof(ulong);
    private const int BitsPerWord = 64;

    // Bit i is the number Watermark + 1 + i; empty as long as everything came in order, as it nearly always does.
    private ulong[] _seen = [];

    /// <summary>Every number up to here was seen or given up.</summary>
    public ulong Watermark { get; private set; }

    /// <summary>The largest number given up, or 0: up to here the window no longer knows.</summary>
    public ulong GivenUpTo { get; private set; }

    /// <summary>How many numbers were given up: messages that count as lost.</summary>
    public ulong GivenUp { get; private set; }

    /// <summary>How many messages came again.</summary>
    public ulong Repeats { get; private set; }

    /// <summary>The largest number seen, or the watermark.</summary>
    public ulong Highest { get; private set; }

    /// <summary>Numbers below the highest that have not come yet.</summary>
    public ulong Missing
    {
        get
        {
            ulong above = Highest - Watermark;
            foreach (ulong word in _seen) above -= (ulong)BitOperations.PopCount(word);
            return above;
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="bytes">Anything.</param>
    /// <returns>The window, or null if the bytes are none.</returns>
    public static SequenceWindow? TryRead(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is < HeadSize or > MaximumSize || bytes.Length % sizeof(ulong) != 0) return null;
        SequenceWindow window = new()
        {
            Watermark = BinaryPrimitives.ReadUInt64LittleEndian(bytes),
            GivenUpTo = BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]),
            GivenUp = BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]),
            Repeats = BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]),
        };
        window._seen = new ulong[(bytes.Length - HeadSize) / sizeof(ulong)];
        for (int i = 0; i < window._seen.Length; i++)
            window._seen[i] = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(HeadSize + (i * sizeof(ulong)))..]);
        int top = window.TopBit();
        if (window.GivenUpTo > window.Watermark || window.Watermark > ulong.MaxValue - (2 * MaximumJump)) return null;
        if (window._seen.Length > 0 && (window._seen[^1] == 0 || (window._seen[0] & 1) == 1)) return null;
        window.Highest = window.Watermark + (ulong)(top + 1);
        return window;
    }

    /// <summary>Says what a number is and changes nothing.</summary>
    public SequenceVerdict Peek(ulong seq)
    {
        if (seq == 0 || (seq > Watermark && seq - Watermark > MaximumJump)) return SequenceVerdict.Impossible;
        if (seq <= GivenUpTo) return SequenceVerdict.Unknown;
        if (seq <= Watermark) return SequenceVerdict.Repeat;
        ulong bit = seq - Watermark - 1;
        return bit < (ulong)_seen.Length * BitsPerWord && (_seen[bit / BitsPerWord] >> (int)(bit % BitsPerWord) & 1) == 1
            ? SequenceVerdict.Repeat
            : SequenceVerdict.New;
    }

    /// <summary>Says what a number is and takes note of it.</summary>
    public SequenceVerdict Add(ulong seq)
    {
        SequenceVerdict verdict = Peek(seq);
        if (verdict == SequenceVerdict.Repeat) Repeats++;
        if (verdict != SequenceVerdict.New) return verdict;
        if (seq == Watermark + 1 && _seen.Length == 0)
        {
            Highest = Watermark = seq;
            return SequenceVerdict.New;
        }

        if (seq - Watermark > Capacity) GiveUp(seq - Capacity);
        Mark(seq - Watermark - 1);
        Highest = Math.Max(Highest, seq);
        Settle();
        return SequenceVerdict.New;
    }

    /// <summary>How many bytes <see cref="Write"/> needs.</summary>
    public int Size => HeadSize + (_seen.Length * sizeof(ulong));

    /// <summary>Serialises the window; equal windows give equal bytes.</summary>
    /// <param name="destination">At least <see cref="Size"/> bytes.</param>
    /// <returns>The bytes written.</returns>
    public int Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(destination, Watermark);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[8..], GivenUpTo);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[16..], GivenUp);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[24..], Repeats);
        for (int i = 0; i < _seen.Length; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(destination[(HeadSize + (i * sizeof(ulong)))..], _seen[i]);
        return Size;
    }

    private void Mark(ulong bit)
    {
        int word = (int)(bit / BitsPerWord);
        if (word >= _seen.Length) Array.Resize(ref _seen, word + 1);
        _seen[word] |= 1ul << (int)(bit % BitsPerWord);
    }

    // Everything up to the new watermark is settled: what of it had not come is lost.
    private void GiveUp(ulong watermark)
    {
        ulong span = watermark - Watermark;
        ulong known = (ulong)_seen.Length * BitsPerWord;
        ulong seen = 0;
        for (ulong bit = 0; bit < Math.Min(span, known); bit++) seen += _seen[bit / BitsPerWord] >> (int)(bit % BitsPerWord) & 1;
        GivenUp += span - seen;
        GivenUpTo = watermark;
        Advance(span);
        Highest = Math.Max(Highest, Watermark);
    }

    // Moves the watermark over all that is seen without a gap.
    private void Settle()
    {
        ulong run = 0;
        foreach (ulong word in _seen)
        {
            int ones = BitOperations.TrailingZeroCount(~word);
            run += (ulong)ones;
            if (ones < BitsPerWord) break;
        }

        if (run > 0) Advance(run);
    }

    private void Advance(ulong count)
    {
        Watermark += count;
        int words = (int)Math.Min(count / BitsPerWord, (ulong)_seen.Length);
        int bits = (int)(count % BitsPerWord);
        Span<ulong> seen = _seen;
        seen[words..].CopyTo(seen);
        seen[(seen.Length - words)..].Clear();
        for (int i = 0; bits > 0 && i < seen.Length; i++)
        {
            ulong next = i + 1 < seen.Length ? seen[i + 1] << (BitsPerWord - bits) : 0;
            seen[i] = (seen[i] >> bits) | next;
        }

        int length = (TopBit() + BitsPerWord) / BitsPerWord;
        if (length < _seen.Length) Array.Resize(ref _seen, length);
    }

    private int TopBit()
    {
        for (int word = _seen.Length - 1; word >= 0; word--)
        {
            if (_seen[word] != 0) return (word * BitsPerWord) + BitOperations.Log2(_seen[word]);
        }

        return -1;
    }
}

using System.Numerics;

namespace Ota.Simulator.Check;

/// <summary>A set of sequence numbers, which begin at 1 and have few gaps: a bit each.</summary>
internal sealed class NumberSet
{
    private const ulong Largest = 1 << 26;
    private const int BitsPerWord = 64;

    private ulong[] _words = [];

    public ulong Highest { get; private set; }

    public ulong Count { get; private set; }

    /// <returns>False if it was there.</returns>
    /// <exception cref="InvalidDataException">No simulator counts that far.</exception>
    public bool Add(ulong number)
    {
        if (number is 0 or > Largest) throw new InvalidDataException($"The ledger has the sequence number {number}, which no replay uses.");
        int word = (int)(number / BitsPerWord);
        if (word >= _words.Length) Array.Resize(ref _words, Math.Max(word + 1, _words.Length * 2));
        ulong bit = 1ul << (int)(number % BitsPerWord);
        if ((_words[word] & bit) != 0) return false;
        _words[word] |= bit;
        Count++;
        Highest = Math.Max(Highest, number);
        return true;
    }

    /// <summary>How many are not larger than a number.</summary>
    public ulong CountTo(ulong number)
    {
        if (number >= Highest) return Count;
        int whole = (int)(number / BitsPerWord);
        ulong count = 0;
        for (int i = 0; i < whole; i++) count += (ulong)BitOperations.PopCount(_words[i]);
        ulong part = _words[whole] & (ulong.MaxValue >> (BitsPerWord - 1 - (int)(number % BitsPerWord)));
        return count + (ulong)BitOperations.PopCount(part);
    }
}

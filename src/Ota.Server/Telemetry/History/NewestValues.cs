using System.Runtime.InteropServices;
using Ota.Core.Telemetry.Chunks;

namespace Ota.Server.Telemetry.History;

/// <summary>
/// Goes over the columns of one message, in the order of a chunk: how many values, from when to when, and the newest of each signal.
/// </summary>
internal sealed class NewestValues
{
    private readonly List<LatestValue> _newest = [];

    public int Count { get; private set; }

    public long FirstTime { get; private set; } = long.MaxValue;

    public long LastTime { get; private set; } = long.MinValue;

    public ReadOnlySpan<LatestValue> Newest => CollectionsMarshal.AsSpan(_newest);

    public void Clear()
    {
        _newest.Clear();
        (Count, FirstTime, LastTime) = (0, long.MaxValue, long.MinValue);
    }

    /// <summary>Adds a column: of texts with texts, of absences with neither.</summary>
    public void Add(uint signal, ColumnKind kind, ReadOnlySpan<long> times, ReadOnlySpan<long> bits, ReadOnlySpan<string> texts)
    {
        int best = 0;
        long first = times[0];
        for (int i = 1; i < times.Length; i++)
        {
            first = Math.Min(first, times[i]);
            if (times[i] > times[best] || (times[i] == times[best] && At(i, times, bits, texts).IsNewerThan(At(best, times, bits, texts)))) best = i;
        }
        Count += times.Length;
        FirstTime = Math.Min(FirstTime, first);
        LastTime = Math.Max(LastTime, times[best]);
        Note(At(best, times, bits, texts));

        LatestValue At(int index, ReadOnlySpan<long> times, ReadOnlySpan<long> bits, ReadOnlySpan<string> texts) => kind switch
        {
            ColumnKind.Text => new(signal, times[index], kind, 0, texts[index]),
            ColumnKind.Absent => new(signal, times[index], kind, 0, null),
            _ => new(signal, times[index], kind, bits[index], null),
        };
    }

    private void Note(in LatestValue value)
    {
        if (_newest.Count == 0 || _newest[^1].Signal != value.Signal)
            _newest.Add(value);
        else if (value.IsNewerThan(_newest[^1]))
            _newest[^1] = value;
    }
}

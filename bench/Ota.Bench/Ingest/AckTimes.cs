using System.Diagnostics;

namespace Ota.Bench.Ingest;

/// <summary>Counts times in steps of 10 µs.</summary>
internal sealed class AckTimes
{
    private const int StepsPerMillisecond = 100;

    private readonly long[] _counts = new long[StepsPerMillisecond * 20_000];
    private long _total;

    public void Add(long ticks)
    {
        long step = ticks * StepsPerMillisecond * 1000 / Stopwatch.Frequency;
        _counts[Math.Clamp(step, 0, _counts.Length - 1)]++;
        _total++;
    }

    public void Clear()
    {
        Array.Clear(_counts);
        _total = 0;
    }

    /// <summary>Milliseconds within which this share was.</summary>
    public double At(double share)
    {
        long left = (long)Math.Ceiling(share * _total);
        int step = 0;
        while (step < _counts.Length - 1 && (left -= _counts[step]) > 0) step++;
        return (double)step / StepsPerMillisecond;
    }
}

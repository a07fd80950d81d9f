namespace Ota.Server.Metrics;

/// <summary>The values of one instrument under one set of labels. Several threads write, one reads.</summary>
internal sealed class MetricSeries
{
    private readonly Lock _sync = new();
    private readonly double[] _bounds;
    private readonly long[] _counts;
    private double _value;

    /// <param name="labels">Rendered labels, without braces.</param>
    /// <param name="bounds">Upper bounds of the buckets, ascending; empty unless it is a histogram.</param>
    public MetricSeries(string labels, double[] bounds)
    {
        Labels = labels;
        _bounds = bounds;
        _counts = new long[bounds.Length + 1];
    }

    public string Labels { get; }

    public void Add(double amount)
    {
        lock (_sync) _value += amount;
    }

    public void Set(double value)
    {
        lock (_sync) _value = value;
    }

    public void Observe(double value)
    {
        int bucket = Array.BinarySearch(_bounds, value);
        lock (_sync)
        {
            _value += value;
            _counts[bucket < 0 ? ~bucket : bucket]++;
        }
    }

    /// <summary>The value, or the sum of a histogram, with the count of each bucket; the last bucket has no upper bound.</summary>
    public (double Value, long[] Counts) Read()
    {
        lock (_sync) return (_value, [.. _counts]);
    }
}

namespace Ota.Server.Telemetry.History;

/// <summary>The readings of one signal in one minute, so that parts of it can be put together in any order.</summary>
internal record struct MinuteSums(double Min, double Max, double Sum, long LastTime, double Last, long Count)
{
    /// <summary>No readings: only for <see cref="Take"/>.</summary>
    public static readonly MinuteSums Empty = new(double.PositiveInfinity, double.NegativeInfinity, 0, long.MinValue, double.NegativeInfinity, 0);

    /// <summary>Adds a reading.</summary>
    public void Take(long time, double value)
    {
        Min = Math.Min(Min, value);
        Max = Math.Max(Max, value);
        Sum += value;
        Count++;
        if (time > LastTime || (time == LastTime && value > Last)) (LastTime, Last) = (time, value);
    }

    public readonly MinuteSums With(in MinuteSums other)
    {
        bool otherIsNewer = other.LastTime != LastTime ? other.LastTime > LastTime : other.Last > Last;
        return new MinuteSums(
            Math.Min(Min, other.Min), Math.Max(Max, other.Max), Sum + other.Sum, otherIsNewer ? other.LastTime : LastTime,
            otherIsNewer ? other.Last : Last, Count + other.Count);
    }

    public readonly MinuteValue Value(long start) => new(start, Min, Max, Sum / Count, Last, Count);
}

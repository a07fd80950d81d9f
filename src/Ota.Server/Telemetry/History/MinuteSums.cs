namespace Ota.Server.Telemetry.History;

/// <summary>The readings of one signal in one minute, so that parts of it can be put together in any order.</summary>
internal readonly record struct MinuteSums(double Min, double Max, double Sum, long LastTime, double Last, long Count)
{
    public static MinuteSums Of(long time, double value) => new(value, value, value, time, value, 1);

    public MinuteSums With(in MinuteSums other)
    {
        bool otherIsNewer = other.LastTime != LastTime ? other.LastTime > LastTime : other.Last > Last;
        return new MinuteSums(
            Math.Min(Min, other.Min), Math.Max(Max, other.Max), Sum + other.Sum, otherIsNewer ? other.LastTime : LastTime,
            otherIsNewer ? other.Last : Last, Count + other.Count);
    }

    public MinuteValue Value(long start) => new(start, Min, Max, Sum / Count, Last, Count);
}

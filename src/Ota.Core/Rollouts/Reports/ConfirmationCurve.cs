namespace Ota.Core.Rollouts.Reports;

/// <summary>How fast vehicles were proven after the start, counted in tenths of days so that memory does not grow with the fleet.</summary>
internal sealed class ConfirmationCurve(DateTimeOffset? started, DateTimeOffset asOf)
{
    private const int TenthsOfDay = 10;
    private const int MostTenths = 20 * 365 * TenthsOfDay; // What takes longer is counted with the last one.

    private static readonly long TicksOfTenth = TimeSpan.TicksPerDay / TenthsOfDay;

    private readonly int[] _counts = new int[MostTenths + 1];

    /// <summary>The days at which a report gives the share.</summary>
    public static IReadOnlyList<int> Days { get; } = [1, 7, 30, 90, 365];

    public long Confirmed { get; private set; }

    public void Add(DateTimeOffset confirmed)
    {
        Confirmed++;
        _counts[TenthsUntil(confirmed)]++;
    }

    /// <summary>How many were proven within so many days; null while they have not passed, or without a start.</summary>
    public long? Within(int days) =>
        started is { } start && start.AddDays(days) <= asOf ? _counts.AsSpan(0, Math.Min(days * TenthsOfDay, MostTenths) + 1).ToArray().Sum(count => (long)count) : null;

    /// <summary>Tenths of days within which a share of the proven was proven: the nearest rank, rounded up; null if none is.</summary>
    /// <param name="percent">1 to 100.</param>
    public int? Percentile(int percent)
    {
        if (Confirmed == 0 || started is null) return null;
        long rank = (long)(((Int128)Confirmed * percent + 99) / 100);
        int tenths = 0;
        for (long seen = _counts[0]; seen < rank; seen += _counts[tenths]) tenths++;
        return tenths;
    }

    private int TenthsUntil(DateTimeOffset confirmed)
    {
        long ticks = Math.Max(0, (confirmed - (started ?? confirmed)).Ticks);
        return (int)Math.Min(MostTenths, (ticks + TicksOfTenth - 1) / TicksOfTenth);
    }
}

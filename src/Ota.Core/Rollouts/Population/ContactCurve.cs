namespace Ota.Core.Rollouts.Population;

/// <summary>
/// How long it takes until vehicles are next in contact. Seen from a moment that nobody chose, the time until the next contact is as long as the time
/// since the last one was, so the fleet's days since contact, counted today, say it.
/// </summary>
internal sealed class ContactCurve
{
    private const double HoursOfDay = 24;

    private readonly double[] _shares;

    /// <param name="daysSinceContact">How many vehicles were last heard 0, 1, 2, ... days ago; the last number counts those that were longer, or never.</param>
    public ContactCurve(IReadOnlyList<long> daysSinceContact)
    {
        double all = Math.Max(1, daysSinceContact.Sum());
        _shares = [.. daysSinceContact.Take(Math.Max(0, daysSinceContact.Count - 1)).Select(vehicles => vehicles / all)];
        Reachable = _shares.Sum();
    }

    /// <summary>The share of vehicles that are in contact at all, 0 to 1.</summary>
    public double Reachable { get; }

    /// <summary>The days that the curve covers.</summary>
    public int Days => _shares.Length;

    /// <summary>
    /// How many of those that are offered something have been in contact since, if <paramref name="rate"/> vehicles an hour are offered it from hour 0 on
    /// until it is <paramref name="vehicles"/>.
    /// </summary>
    /// <param name="vehicles">In all.</param>
    /// <param name="rate">Vehicles an hour; infinite if they are all offered it at once.</param>
    /// <param name="hours">Until when.</param>
    public double Reached(double vehicles, double rate, double hours)
    {
        double reached = 0;
        for (int day = 0; day < _shares.Length && hours > day * HoursOfDay; day++)
            reached += _shares[day] * (Offered(vehicles, rate, hours - (day * HoursOfDay)) - Offered(vehicles, rate, hours - ((day + 1) * HoursOfDay))) / HoursOfDay;
        return reached;
    }

    // The vehicles offered by then, summed over the hours before: those of one day's share are reached evenly over its hours.
    private static double Offered(double vehicles, double rate, double hours)
    {
        if (hours <= 0) return 0;
        double full = double.IsPositiveInfinity(rate) ? 0 : vehicles / rate;
        return hours <= full ? rate * hours * hours / 2 : (vehicles * hours) - (vehicles * full / 2);
    }
}

using System.Globalization;
using Ota.Core.Rollouts.Control;
using Ota.Core.Rollouts.Policies;

namespace Ota.Core.Rollouts.Population;

/// <summary>How a rollout would go, by how the fleet was in contact lately: waves, soak, caps and windows included.</summary>
public static class RolloutPlanner
{
    /// <summary>A car that is in use is started so often a day; there is no history of that for most fleets.</summary>
    public const double CyclesADay = 3;

    /// <summary>And driven so far.</summary>
    public const double MetresADay = 30_000;

    private const double Horizon = 2 * 365 * 24; // Hours.

    /// <summary>Expects.</summary>
    /// <param name="facts">The fleet.</param>
    /// <param name="policy">The policy.</param>
    public static ExpectedCourse Expect(PlanFacts facts, RolloutPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(policy);
        ContactCurve contacts = new(facts.DaysSinceContact);
        double open = DayWindows.OpenShare(policy.Windows);
        double lag = (facts.InstallMinutes / 60.0) + DayWindows.MeanWait(policy.Windows).TotalHours;
        PlannedMarket[] markets = [.. Markets(facts, policy, open)];
        (IReadOnlyList<long> sizes, long holdBack) = WaveAssignment.Sizes(facts.Eligible, policy);
        List<ExpectedWave> waves = [];
        List<PlannedOffers> offers = [];
        double opens = 0;
        foreach (long size in sizes)
        {
            PlannedOffers[] wave = [.. markets.Select(market => market.Plan(size, opens))];
            offers.AddRange(wave);
            double proven = opens < Horizon
                ? FirstHour(opens, hours => Proven(wave, contacts, lag, hours), size * policy.Soak.ConfirmedPermille / 1000.0)
                : Horizon;
            waves.Add(new ExpectedWave(waves.Count + 1, size, Span(opens), Span(proven)));
            opens = Math.Min(Horizon, proven + SoakHours(policy.Soak));
        }

        double reachable = contacts.Reachable * (facts.Eligible - holdBack);
        TimeSpan?[] shares = [.. ((double[])[0.5, 0.9, 0.99]).Select(share => When(offers, contacts, lag, reachable * share))];
        return new ExpectedCourse(waves, holdBack, shares[0], shares[1], shares[2], [.. Notes(facts, policy, contacts, waves)]);
    }

    private static IEnumerable<PlannedMarket> Markets(PlanFacts facts, RolloutPolicy policy, double open)
    {
        double all = Math.Max(1, facts.Markets.Values.Sum());
        foreach ((string market, long vehicles) in facts.Markets.Count > 0 ? facts.Markets : new Dictionary<string, long> { [""] = 1 })
        {
            long limit = policy.MarketOffersPerHour.TryGetValue(market, out long own) ? own : policy.OffersPerHour;
            yield return new PlannedMarket(vehicles / all, limit == 0 ? double.PositiveInfinity : limit * open);
        }
    }

    private static double Proven(IEnumerable<PlannedOffers> offers, ContactCurve contacts, double lag, double hours) =>
        offers.Sum(one => one.Proven(contacts, lag, hours));

    private static TimeSpan? When(List<PlannedOffers> offers, ContactCurve contacts, double lag, double vehicles)
    {
        if (vehicles <= 0) return null;
        double hour = FirstHour(0, hours => Proven(offers, contacts, lag, hours), vehicles * (1 - 1e-9)); // Sums of shares are not exact.
        return hour < Horizon ? Span(hour) : null;
    }

    // What is proven only grows, so halving finds the hour.
    private static double FirstHour(double from, Func<double, double> proven, double vehicles)
    {
        if (proven(from) >= vehicles) return from;
        if (proven(Horizon) < vehicles) return Horizon;
        double to = Horizon;
        while (to - from > 1.0 / 600)
        {
            double middle = (from + to) / 2;
            if (proven(middle) >= vehicles) to = middle;
            else from = middle;
        }

        return to;
    }

    private static double SoakHours(SoakPolicy soak)
    {
        double use = soak.Vehicles == 0 ? 0 : 24 * Math.Max(soak.IgnitionCycles / CyclesADay, soak.Metres / MetresADay);
        return Math.Max(soak.Time.TotalHours, use);
    }

    private static TimeSpan Span(double hours) => TimeSpan.FromMinutes(Math.Round(hours * 60));

    private static IEnumerable<string> Notes(PlanFacts facts, RolloutPolicy policy, ContactCurve contacts, List<ExpectedWave> waves)
    {
        yield return "Vehicles are expected to be in contact again as long from now as their last contact is ago.";
        yield return Say($"{(1 - contacts.Reachable) * facts.Eligible:0} of {facts.Eligible} vehicles were not in contact for {contacts.Days} days or ever; they are not counted as reachable.");
        yield return Say($"Use while a wave soaks: {CyclesADay} ignition cycles and {MetresADay / 1000} km a day.");
        yield return Say($"Installing takes {facts.InstallMinutes} minutes. Waiting for drivers and for safe states is not included, nor are failures and holds.");
        if (policy.Windows.Count > 0) yield return Say($"Windows are open {DayWindows.OpenShare(policy.Windows):0.#%} of the day, in local time.");
        if (policy.Deadline is not null) yield return "The deadline is not considered: times are from the start, whenever that is.";
        if (waves.FirstOrDefault(wave => wave.Proven.TotalHours >= Horizon) is { } stuck)
            yield return Say($"Wave {stuck.Wave} is not expected to reach its {policy.Soak.ConfirmedPermille / 10.0:0.#} % of proofs within two years: lower the share, or look at its contacts first.");
    }

    private static string Say(FormattableString sentence) => sentence.ToString(CultureInfo.InvariantCulture);
}

using Ota.Core.Rollouts.Population;
using Ota.Server.Bundles.Staging;

namespace Ota.Server.Rollouts.Planning;

/// <summary>Says what a rollout would do with a judged population.</summary>
internal static class PlanMaker
{
    public static V1.RolloutPlan Make(RolloutWish wish, StagedBundle bundle, JudgedPopulation population, FoundVehicles named)
    {
        PlanFacts facts = new(population.Eligible, population.DaysSinceContact, population.EligibleMarkets, bundle.InstallMinutes);
        ExpectedCourse course = RolloutPlanner.Expect(facts, wish.Policy);
        V1.RolloutPlan plan = new()
        {
            Population = population.Vehicles.Count,
            Verdicts = { population.Kinds.Zip(population.KindCounts).Select(pair => RolloutMessages.From(pair.First.State, pair.First.Reason, pair.Second)) },
            Waves = { course.Waves.Select(From) },
            HoldBack = course.HoldBack,
            Silent = population.SilentFor(wish.Policy.SilentAfter),
            UnknownVehicles = named.Unknown,
            Unknown = { named.Named },
            Notes = { course.Notes, MarketTexts.ProblemsOf(bundle, population.EligibleMarkets) },
        };
        if (course.Half is { } half) plan.HalfS = (long)half.TotalSeconds;
        if (course.Ninety is { } ninety) plan.NinetyS = (long)ninety.TotalSeconds;
        if (course.NinetyNine is { } ninetyNine) plan.NinetyNineS = (long)ninetyNine.TotalSeconds;
        if (named.Unknown > 0) plan.Notes.Add($"{named.Unknown} of the vehicles are not registered: a rollout is not made before they are registered or off the list.");
        return plan;
    }

    private static V1.PlannedWave From(ExpectedWave wave) => new()
    {
        Wave = wave.Wave,
        Vehicles = wave.Size,
        OpensS = (long)wave.Opens.TotalSeconds,
        ProvenS = (long)wave.Proven.TotalSeconds,
    };
}

using Ota.Core.Rollouts.Reports;

namespace Ota.Core.Tests.Rollouts.Reports;

public sealed class ConfirmationCurveTests
{
    private static readonly DateTimeOffset Start = TestRollout.Now;

    [Fact]
    public void Shares_are_given_for_days_that_have_passed()
    {
        ConfirmationCurve curve = new(Start, Start.AddDays(7));
        foreach (double days in (double[])[0, 0.5, 1, 1.01, 6.9]) curve.Add(Start.AddDays(days));
        (curve.Within(1), curve.Within(7), curve.Within(30)).Should().Be((3, 5, null));
    }

    [Fact]
    public void Percentiles_are_the_nearest_ranks()
    {
        ConfirmationCurve curve = new(Start, Start.AddDays(200));
        for (int day = 1; day <= 100; day++) curve.Add(Start.AddDays(day));
        (curve.Percentile(50), curve.Percentile(95), curve.Percentile(100)).Should().Be((500, 950, 1000));
    }

    [Fact]
    public void Without_proofs_or_a_start_there_is_nothing_to_say()
    {
        new ConfirmationCurve(Start, Start).Percentile(50).Should().BeNull();
        ConfirmationCurve curve = new(null, Start);
        curve.Add(Start);
        (curve.Within(1), curve.Percentile(50), curve.Confirmed).Should().Be((null, null, 1));
    }

    [Fact]
    public void What_takes_decades_is_counted_with_the_longest() => new Action(() =>
    {
        ConfirmationCurve curve = new(Start, Start.AddYears(100));
        curve.Add(Start.AddYears(90));
        curve.Percentile(50).Should().Be(73_000);
    }).Should().NotThrow();
}

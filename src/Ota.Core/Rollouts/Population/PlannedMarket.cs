namespace Ota.Core.Rollouts.Population;

/// <summary>A market in a plan.</summary>
/// <param name="share">Of all eligible vehicles, 0 to 1.</param>
/// <param name="rate">Offers an hour that its limit allows on average, windows considered; infinite without a limit.</param>
internal sealed class PlannedMarket(double share, double rate)
{
    /// <summary>Hours from the start at which the offers of all waves before are out.</summary>
    private double _free;

    /// <summary>The offers of a wave to this market: they begin when the wave opens and the earlier ones are out.</summary>
    public PlannedOffers Plan(double vehicles, double opens)
    {
        double begin = Math.Max(opens, _free);
        _free = double.IsPositiveInfinity(rate) ? begin : begin + (vehicles * share / rate);
        return new PlannedOffers(vehicles * share, rate, begin);
    }
}

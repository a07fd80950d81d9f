using Ota.Server.Rollouts.Control;

namespace Ota.Server.Tests.Rollouts.Control;

public sealed class MarketClockTests
{
    [Theory]
    [InlineData("DE", "2026-01-15", 60)]
    [InlineData("DE", "2026-07-15", 120)]
    [InlineData("US", "2026-01-15", -300)]
    [InlineData("IN", "2026-07-15", 330)]
    [InlineData("JP", "2026-01-15", 540)]
    [InlineData("ZZ", "2026-01-15", 0)]
    [InlineData("", "2026-01-15", 0)]
    public void A_market_has_the_time_of_most_of_its_vehicles(string market, string day, int minutes) =>
        MarketClock.OffsetOf(market, DateTimeOffset.Parse(day + "T12:00:00Z", System.Globalization.CultureInfo.InvariantCulture))
            .Should().Be(TimeSpan.FromMinutes(minutes));
}

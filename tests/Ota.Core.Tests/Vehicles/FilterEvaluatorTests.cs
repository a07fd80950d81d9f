using Ota.Core.Vehicles;
using Ota.Core.Vehicles.Filters;

namespace Ota.Core.Tests.Vehicles;

public sealed class FilterEvaluatorTests
{
    private static readonly Vehicle Car = new()
    {
        Vid = Vid.TryParse("00112233445566778899aabbccddeeff")!.Value,
        Model = "e-Up",
        Year = 2021,
        Plant = "Bratislava",
        Market = "DE",
        Powertrain = "BEV",
        Registered = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero),
        Options = ["1ZA", "PR7"],
        Tags = new Dictionary<string, string> { ["depot"] = "north", ["test-car"] = "" },
        Rxswins = ["R79 002"],
        Ecus = [EcuOf("gw-1", "gw-2", EcuRole.Primary, "2.0"), EcuOf("bms-1", "bms", EcuRole.Secondary, "1.0")],
    };

    [Theory]
    [InlineData("", true)]
    [InlineData("model = e-Up AND year >= 2021 AND ecus.hardware_id = \"gw-2\"", true)]
    [InlineData("model = e-up", false)]
    [InlineData("model:Up", true)]
    [InlineData("model = e-*", true)]
    [InlineData("model = \"*p\"", true)]
    [InlineData("model = \"e*-*p\"", true)]
    [InlineData("model = \"e-\\*\"", false)]
    [InlineData("year < 2021", false)]
    [InlineData("NOT year < 2021", true)]
    [InlineData("trim = \"\"", true)]
    [InlineData("options:1ZA AND options:PR7", true)]
    [InlineData("options != 1ZA", false)]
    [InlineData("options = PR*", true)]
    [InlineData("tags.depot = north", true)]
    [InlineData("tags.depot != south", true)]
    [InlineData("tags.unheard = x", false)]
    [InlineData("tags.unheard != x", true)]
    [InlineData("tags:test-car", true)]
    [InlineData("tags:unheard", false)]
    [InlineData("rxswins:\"R79*\"", true)]
    [InlineData("status = active OR status = stolen", true)]
    [InlineData("registered > 2026-02-28 AND registered <= 2026-03-01", true)]
    [InlineData("ecus.hardware_id = gw-2 AND ecus.version = 1.0", true)]
    [InlineData("ecus:(hardware_id = gw-2 AND version = 1.0)", false)]
    [InlineData("ecus:(hardware_id = gw-2 AND version = 2.0)", true)]
    [InlineData("ecus.hardware_id != gw-2", true)]
    [InlineData("NOT ecus.hardware_id = gw-2", false)]
    [InlineData("ecus:(NOT role = primary)", true)]
    [InlineData("tenure = 1", true)]
    [InlineData("vid = 0011*", true)]
    public void A_filter_holds_or_not(string text, bool holds) =>
        FilterEvaluator.Matches(FilterParser.TryParse(text, out _)!, Car).Should().Be(holds);

    [Theory]
    [InlineData("year = 0")]
    [InlineData("year < 3000")]
    [InlineData("year > -1")]
    public void An_unknown_year_is_equal_to_none_below_none_and_above_none(string text) =>
        FilterEvaluator.Matches(FilterParser.TryParse(text, out _)!, Car with { Year = 0 }).Should().BeFalse();

    [Fact]
    public void A_pattern_with_overlapping_ends_does_not_match_twice()
    {
        TextPattern.Of("ab", "ba").Matches("aba").Should().BeFalse();
        TextPattern.Of("ab", "ba").Matches("abba").Should().BeTrue();
        TextPattern.Of("", "aab", "").Matches("aaab").Should().BeTrue();
    }

    private static Ecu EcuOf(string serial, string hardware, EcuRole role, string version) => new(
        EcuSerial.TryParse(serial)!, HardwareId.TryParse(hardware)!, role, "", new SoftwareImage("fw", version, ""), SoftwareImage.None);
}

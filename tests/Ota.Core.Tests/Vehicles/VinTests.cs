using FsCheck;
using FsCheck.Fluent;
using Ota.Core.Vehicles;

namespace Ota.Core.Tests.Vehicles;

public sealed class VinTests
{
    [Theory]
    [InlineData("WVWZZZ1KZ6W000001")]
    [InlineData("1HGCM82633A004352")]
    [InlineData("11111111111111111")]
    public void What_has_17_allowed_characters_is_a_VIN(string text) => Vin.TryParse(text)!.Reveal().Should().Be(text);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("WVWZZZ1KZ6W00000")]
    [InlineData("WVWZZZ1KZ6W0000011")]
    [InlineData("WVWZZZ1KZ6W00000I")]
    [InlineData("WVWZZZ1KZ6W00000O")]
    [InlineData("WVWZZZ1KZ6W00000Q")]
    [InlineData("WVWZZZ1KZ6W00000q")]
    [InlineData("WVWZZZ1KZ6W 00001")]
    [InlineData("WVWZZZ1KZ6W00000\u0661")]
    [InlineData("WVWZZZ1KZ6W00000\u0131")]
    public void Anything_else_is_none(string? text) => Vin.TryParse(text).Should().BeNull();

    [Fact]
    public void Small_letters_are_taken_as_capitals() =>
        Vin.TryParse("wvwzzz1kz6w000001").Should().Be(Vin.TryParse("WVWZZZ1KZ6W000001"));

    [Theory]
    [InlineData("1HGCM82633A004352", true)]
    [InlineData("1M8GDM9AXKP042788", true)]
    [InlineData("11111111111111111", true)]
    [InlineData("1HGCM82643A004352", false)]
    [InlineData("1M8GDM9A0KP042788", false)]
    public void The_check_digit_is_that_of_49_CFR_565(string text, bool isRight) => Vin.TryParse(text)!.HasCheckDigit.Should().Be(isRight);

    [Fact]
    public void One_wrong_digit_in_the_serial_number_breaks_the_check_digit() => Prop.ForAll(
        Gen.Choose(11, 16).ToArbitrary(), Gen.Choose(0, 9).ToArbitrary(), (place, digit) =>
        {
            char[] text = "1HGCM82633A004352".ToCharArray();
            bool isSame = text[place] == '0' + digit;
            text[place] = (char)('0' + digit);
            return Vin.TryParse(new string(text))!.HasCheckDigit == isSame;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("US", true)]
    [InlineData("CA", true)]
    [InlineData("CN", true)]
    [InlineData("DE", false)]
    [InlineData("", false)]
    public void Some_markets_need_the_check_digit(string market, bool needs) => Vin.NeedsCheckDigit(market).Should().Be(needs);

    [Fact]
    public void A_VIN_that_is_put_into_a_message_by_accident_gives_nothing_away() =>
        $"{Vin.TryParse("WVWZZZ1KZ6W000001")}".Should().NotContain("WVW").And.NotContain("000001");
}

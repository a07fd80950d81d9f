using System.Security.Cryptography;
using Ota.Core.Vehicles;

namespace Ota.Core.Tests.Vehicles;

public sealed class VidTests
{
    [Fact]
    public void A_new_name_has_32_hexadecimal_digits_and_comes_back_from_its_text()
    {
        using RandomNumberGenerator random = RandomNumberGenerator.Create();
        Vid vid = Vid.Create(random);
        vid.Value.Should().MatchRegex("^[0-9a-f]{32}$");
        Vid.TryParse(vid.ToString()).Should().Be(vid);
    }

    [Fact]
    public void No_two_names_are_the_same()
    {
        using RandomNumberGenerator random = RandomNumberGenerator.Create();
        Enumerable.Range(0, 1000).Select(_ => Vid.Create(random)).Distinct().Should().HaveCount(1000);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0123456789abcdef0123456789abcde")]
    [InlineData("0123456789ABCDEF0123456789ABCDEF")]
    [InlineData("0123456789abcdef0123456789abcdeg")]
    [InlineData("0123456789abcdef0123456789abcdef0")]
    public void Another_spelling_is_no_name(string? text) => Vid.TryParse(text).Should().BeNull();
}

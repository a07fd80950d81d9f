using Ota.Server.Rollouts.Planning;

namespace Ota.Server.Tests.Rollouts.Planning;

public sealed class Digits32Tests
{
    [Theory]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("0123456789abcdeffedcba9876543210")]
    [InlineData("ffffffffffffffffffffffffffffffff")]
    public void Digits_come_back_as_they_were(string digits) => Digits32.Of(digits).ToString().Should().Be(digits);

    [Theory]
    [InlineData("")]
    [InlineData("0123456789abcdef")]
    [InlineData("0123456789abcdeffedcba987654321g")]
    [InlineData("0123456789abcdeffedcba98765432100")]
    public void What_is_none_is_refused(string digits)
    {
        Action read = () => Digits32.Of(digits);
        read.Should().Throw<FormatException>();
    }

    [Fact]
    public void They_are_in_the_order_of_their_texts()
    {
        Random random = new(1);
        string[] texts = [.. Enumerable.Range(0, 1000).Select(_ => $"{random.NextInt64():x16}{random.NextInt64():x16}")];
        texts.OrderBy(text => Digits32.Of(text).Value).Should().Equal(texts.Order(StringComparer.Ordinal));
    }
}

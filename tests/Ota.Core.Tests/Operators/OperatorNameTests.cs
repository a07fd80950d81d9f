using Ota.Core.Operators;

namespace Ota.Core.Tests.Operators;

public sealed class OperatorNameTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("anna.b_c-9")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    public void A_good_name_is_kept_as_it_is(string text) => OperatorName.TryParse(text)!.Value.Should().Be(text);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Anna")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("änna")]
    [InlineData("a\n")]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234")]
    public void Anything_else_is_no_name(string? text) => OperatorName.TryParse(text).Should().BeNull();
}

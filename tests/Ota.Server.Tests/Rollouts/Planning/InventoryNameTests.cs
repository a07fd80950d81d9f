using Ota.Server.Rollouts.Planning;

namespace Ota.Server.Tests.Rollouts.Planning;

public sealed class InventoryNameTests
{
    [Theory]
    [InlineData("")]
    [InlineData("00000000000000000000000000000000000000000000000000000000000000ff")]
    [InlineData("ffffffffffffffffffffffffffffffff00000000000000000000000000000000")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    public void A_digest_comes_back_as_it_was(string digest) => InventoryName.Of(digest).ToString().Should().Be(digest);

    [Fact]
    public void Nothing_is_no_digest_of_zeros_alone() => InventoryName.Of("").Should().NotBe(InventoryName.Of(new string('1', 64)));
}

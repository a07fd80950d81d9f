using System.Security.Cryptography;
using Ota.Core.Vehicles;

namespace Ota.Core.Tests.Vehicles;

public sealed class FactoryClaimTests
{
    private readonly FactoryClaim _claim = FactoryClaim.Create(RandomNumberGenerator.Create());

    [Fact]
    public void A_claim_is_read_back_and_matches_what_was_stored_of_it()
    {
        FactoryClaim read = FactoryClaim.TryParse(_claim.Reveal())!;
        read.Id.Should().Be(_claim.Id);
        read.Matches(_claim.HashOfSecret()).Should().BeTrue();
        read.Matches(FactoryClaim.Create(RandomNumberGenerator.Create()).HashOfSecret()).Should().BeFalse();
    }

    [Fact]
    public void Its_text_for_logs_has_no_secret() => _claim.Reveal().Should().StartWith(_claim.ToString()[..^3]).And.NotBe(_claim.ToString());

    [Fact]
    public void Anything_else_is_no_claim()
    {
        string text = _claim.Reveal();
        string?[] others = [null, "", text[1..], text + "0", text.ToUpperInvariant(), text.Replace("claim_", "token_", StringComparison.Ordinal), text[..^1] + "g"];
        others.Should().OnlyContain(other => FactoryClaim.TryParse(other) == null);
    }
}

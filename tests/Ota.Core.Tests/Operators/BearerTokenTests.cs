using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using Ota.Core.Operators;

namespace Ota.Core.Tests.Operators;

public sealed class BearerTokenTests : IDisposable
{
    private readonly RandomNumberGenerator _random = RandomNumberGenerator.Create();

    public void Dispose() => _random.Dispose();

    [Fact]
    public void A_revealed_token_parses_to_the_same_id_and_secret()
    {
        BearerToken token = BearerToken.Create(_random);
        BearerToken again = BearerToken.TryParse(token.Reveal())!;
        again.Id.Should().Be(token.Id);
        again.Matches(token.HashOfSecret()).Should().BeTrue();
    }

    [Fact]
    public void A_token_with_one_other_secret_digit_does_not_match()
    {
        BearerToken token = BearerToken.Create(_random);
        string text = token.Reveal();
        char other = text[^1] == '0' ? '1' : '0';
        BearerToken.TryParse(text[..^1] + other)!.Matches(token.HashOfSecret()).Should().BeFalse();
    }

    [Fact]
    public void A_hash_of_another_length_does_not_match() => BearerToken.Create(_random).Matches("").Should().BeFalse();

    [Fact]
    public void Two_tokens_are_never_alike() =>
        BearerToken.Create(_random).Reveal().Should().NotBe(BearerToken.Create(_random).Reveal());

    [Fact]
    public void The_secret_does_not_show_when_a_token_is_printed()
    {
        BearerToken token = BearerToken.Create(_random);
        string secret = token.Reveal()[(token.Reveal().LastIndexOf('_') + 1)..];
        $"{token}".Should().Contain(token.Id).And.NotContain(secret[..8]);
    }

    [Fact]
    public void No_text_makes_parsing_throw() => Prop.ForAll(ArbMap.Default.ArbFor<string?>(), text =>
    {
        BearerToken.TryParse(text);
        BearerToken.TryParse("ota_" + text);
        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Cut_lengthened_and_upper_case_tokens_are_refused()
    {
        string text = BearerToken.Create(_random).Reveal();
        BearerToken.TryParse(text[..^1]).Should().BeNull();
        BearerToken.TryParse(text + "0").Should().BeNull();
        BearerToken.TryParse(text.ToUpperInvariant()).Should().BeNull();
        BearerToken.TryParse("atp_" + text[4..]).Should().BeNull();
    }
}

using System.Text;
using Grpc.Protocol;
using Ota.Rpc.Tests.Support;

namespace Ota.Rpc.Tests.Protocol;

public sealed class PercentEncodingTests
{
    [Fact]
    public void Decoding_undoes_encoding() => ForAll.Any<string?>(
        text =>
        {
            string valid = WithoutLoneSurrogates(text ?? "");
            PercentEncoding.Decode(PercentEncoding.Encode(valid)).Should().Be(valid);
        },
        count: 2000);

    [Fact]
    public void What_is_encoded_is_printable_ASCII_with_whole_escapes() => ForAll.Any<string?>(
        text =>
        {
            string encoded = PercentEncoding.Encode(text ?? "");
            encoded.Should().MatchRegex("^([ -$&-~]|%[0-9A-F]{2})*$");
        },
        count: 2000);

    [Fact]
    public void Decoding_never_fails() => ForAll.Any<string?>(
        text =>
        {
            PercentEncoding.Decode(text ?? "");
            PercentEncoding.Decode("%" + text + "%");
            PercentEncoding.Decode(string.Join("%4", (text ?? "").ToCharArray()));
        },
        count: 2000);

    [Theory]
    [InlineData("", "")]
    [InlineData("plain text ~", "plain text ~")]
    [InlineData("100%", "100%25")]
    [InlineData("line\r\nline\0", "line%0D%0Aline%00")]
    [InlineData("grüße", "gr%C3%BC%C3%9Fe")]
    [InlineData("🚗", "%F0%9F%9A%97")]
    public void The_encoding_is_that_of_the_protocol(string text, string encoded) => PercentEncoding.Encode(text).Should().Be(encoded);

    [Theory]
    [InlineData("%", "%")]
    [InlineData("%4", "%4")]
    [InlineData("%zz%41", "%zzA")]
    [InlineData("%+1", "%+1")]
    [InlineData("% 1", "% 1")]
    [InlineData("100% of 🚗", "100% of 🚗")]
    [InlineData("%e2%82%ac", "€")]
    [InlineData("%ff", "\uFFFD")]
    public void Only_whole_escapes_are_decoded_and_the_rest_stays_as_it_is(string encoded, string text) =>
        PercentEncoding.Decode(encoded).Should().Be(text);

    private static string WithoutLoneSurrogates(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}

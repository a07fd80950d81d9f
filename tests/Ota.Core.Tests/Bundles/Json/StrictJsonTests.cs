using System.Text;
using Ota.Core.Bundles.Json;

namespace Ota.Core.Tests.Bundles.Json;

public sealed class StrictJsonTests
{
    [Theory]
    [InlineData("""{"a":1,"a":2}""", "*comes twice*")]
    [InlineData("""{"a":1,"\u0061":2}""", "*comes twice*")]
    [InlineData("""{"x":{"__proto__":1,"__proto__":1}}""", "*comes twice*")]
    [InlineData("""{"🚗":1}""", "*beyond U+FFFF*")]
    [InlineData("""{"\ud83d\ude97":1}""", "*beyond U+FFFF*")]
    [InlineData("1.0", "*whole number*")]
    [InlineData("1e3", "*whole number*")]
    [InlineData("-0", "*whole number*")]
    [InlineData("9007199254740992", "*2^53*")]
    [InlineData("-9007199254740992", "*2^53*")]
    [InlineData("99999999999999999999999999", "*2^53*")]
    [InlineData("\"\\ud800\"", "*surrogate*")]
    [InlineData("\"\\udc00\\ud800\"", "*surrogate*")]
    [InlineData("{\"\\ud800\":1}", "*surrogate*")]
    [InlineData("", "*no JSON*")]
    [InlineData(" ", "*no JSON*")]
    [InlineData("01", "*no JSON*")]
    [InlineData("+1", "*no JSON*")]
    [InlineData("NaN", "*no JSON*")]
    [InlineData("{} {}", "*no JSON*")]
    [InlineData("[1,]", "*no JSON*")]
    [InlineData("{'a':1}", "*no JSON*")]
    [InlineData("[1] // one", "*no JSON*")]
    [InlineData("\"a\nb\"", "*no JSON*")]
    [InlineData("\"\\x\"", "*no JSON*")]
    [InlineData("\ufeff{}", "*no JSON*")]
    [InlineData("{\"a\"", "*no JSON*")]
    public void What_clients_could_read_differently_is_refused(string text, string why)
    {
        StrictJson.TryRead(Encoding.UTF8.GetBytes(text), new JsonLimits(), out string? problem).Should().BeNull();
        problem.Should().Match(why);
    }

    [Theory]
    [InlineData(new byte[] { (byte)'"', 0xff, (byte)'"' })]
    [InlineData(new byte[] { (byte)'"', 0xc0, 0x80, (byte)'"' })] // An overlong zero.
    [InlineData(new byte[] { (byte)'"', 0xed, 0xa0, 0x80, (byte)'"' })] // Half of a surrogate pair, encoded.
    public void What_is_not_UTF_8_is_refused(byte[] bytes)
    {
        StrictJson.TryRead(bytes, new JsonLimits(), out string? problem).Should().BeNull();
        problem.Should().Be("This is not UTF-8.");
    }

    [Fact]
    public void The_limits_are_those_that_it_was_given()
    {
        JsonLimits limits = new() { MaxBytes = 20, MaxDepth = 3, MaxValues = 4 };
        IsRead("[[[1]]]").Should().BeTrue();
        IsRead("[[[[]]]]").Should().BeFalse("that is four deep");
        IsRead("[1,2,3]").Should().BeTrue();
        IsRead("[1,2,3,4]").Should().BeFalse("that is five values");
        IsRead("[12345678901234567  ]").Should().BeFalse("that is 21 bytes");

        bool IsRead(string text) => StrictJson.TryRead(Encoding.UTF8.GetBytes(text), limits, out _) is not null;
    }

    [Fact]
    public void A_document_that_was_published_is_read_as_it_was() => Property.Holds(random =>
    {
        JsonValue document = new JsonMaker(random).Any();
        byte[] published = PublishedJson.Encode(document);
        JsonValue? read = StrictJson.TryRead(published, new JsonLimits(), out _);
        read.Should().Be(document);
        CanonicalJson.Encode(read!).Should().Equal(CanonicalJson.Encode(document));
        PublishedJson.Encode(read!).Should().Equal(published);
        published.Should().OnlyContain(b => b >= ' ' && b <= 0x7f, "a published file is one line of ASCII");
    });

    [Fact]
    public void Damaged_documents_are_refused_or_read_but_never_throw() => Property.Holds(
        random =>
        {
            byte[] bytes = PublishedJson.Encode(new JsonMaker(random).Any());
            for (int i = random.Next(1, 4); i > 0 && bytes.Length > 0; i--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            JsonValue? read = StrictJson.TryRead(bytes, new JsonLimits(), out string? problem);
            (read is null).Should().Be(problem is not null);
        },
        times: 2000);
}

using System.Text;
using Ota.Core.Bundles.Json;

namespace Ota.Core.Tests.Bundles.Json;

public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData("""{"b":[1, true , null],"a":"x"}""", """{"a":"x","b":[1,true,null]}""")]
    [InlineData("""{"10":0,"9":0,"a":0,"Z":0,"":0}""", """{"":0,"10":0,"9":0,"Z":0,"a":0}""")]
    [InlineData("""{"\u00e9":0,"e\u0301":0,"\uffff":0}""", "{\"e\u0301\":0,\"é\":0,\"\uffff\":0}")]
    [InlineData("""["\n\t\u0000\u007f\/\"\\🚗"]""", "[\"\n\t\0\x7f/\\\"\\\\🚗\"]")]
    [InlineData("-9007199254740991", "-9007199254740991")]
    [InlineData("{}", "{}")]
    [InlineData("[ ]", "[]")]
    public void The_canonical_form_is_that_of_OLPC(string text, string canonical)
    {
        JsonValue document = StrictJson.TryRead(Encoding.UTF8.GetBytes(text), new JsonLimits(), out _)!;
        Encoding.UTF8.GetString(CanonicalJson.Encode(document)).Should().Be(canonical);
    }

    [Fact]
    public void The_published_form_is_ASCII_with_short_escapes_and_small_digits()
    {
        JsonObject document = JsonObject.Of(("é", new JsonText("\n\r\t\b\f\"\\/\u0001\x7f\x80€🚗")));
        Encoding.ASCII.GetString(PublishedJson.Encode(document))
            .Should().Be("""{"\u00e9":"\n\r\t\b\f\"\\/\u0001""" + "\x7f" + """\u0080\u20ac\ud83d\ude97"}""");
    }

    [Fact]
    public void The_order_of_members_means_nothing() => Property.Holds(random =>
    {
        JsonObject document = new JsonMaker(random).Object();
        JsonObject shuffled = new(document.Members.OrderBy(_ => random.Next()));
        shuffled.Should().Be(document);
        shuffled.GetHashCode().Should().Be(document.GetHashCode());
        CanonicalJson.Encode(shuffled).Should().Equal(CanonicalJson.Encode(document));
    });

    [Fact]
    public void An_object_cannot_be_made_with_a_name_twice() =>
        FluentActions.Invoking(() => JsonObject.Of(("a", new JsonNull()), ("a", new JsonNull()))).Should().Throw<ArgumentException>();
}

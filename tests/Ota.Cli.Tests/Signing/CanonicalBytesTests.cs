using System.Text;
using Ota.Cli.Signing;
using Ota.Core.Bundles.Json;

namespace Ota.Cli.Tests.Signing;

public sealed class CanonicalBytesTests
{
    private static readonly JsonLimits Limits = new();

    [Fact]
    public void What_was_written_is_read_also_with_line_ends_in_texts() => Property.Holds(random =>
    {
        JsonObject value = Make(random, 3);
        CanonicalBytes.TryRead(CanonicalJson.Encode(value), Limits).Should().Be(value);
    });

    [Theory]
    [InlineData("{\"a\": 1}")]
    [InlineData("{\"b\":1,\"a\":2}")]
    [InlineData("{\"a\":1,\"a\":1}")]
    [InlineData("{\"a\":\"\\n\"}")]
    [InlineData("{\"a\":\"\\u0041\"}")]
    [InlineData("{\"a\":1.0}")]
    [InlineData("{\"a\":1}\n")]
    [InlineData("\n{\"a\":1}")]
    [InlineData("[]")]
    [InlineData("")]
    public void Another_form_of_the_same_is_refused(string text) => CanonicalBytes.TryRead(Encoding.UTF8.GetBytes(text), Limits).Should().BeNull();

    [Fact]
    public void More_bytes_than_allowed_are_refused() => CanonicalBytes.TryRead("{\"a\":1}"u8, Limits with { MaxBytes = 6 }).Should().BeNull();

    private static JsonObject Make(Random random, int depth) => new(Enumerable.Range(0, random.Next(4)).Select(i =>
        new KeyValuePair<string, JsonValue>($"{Text(random)}{i}", random.Next(depth == 0 ? 2 : 3) switch
        {
            0 => new JsonText(Text(random)),
            1 => new JsonInteger(random.Next(-5, 1 << 30)),
            _ => Make(random, depth - 1),
        })));

    private static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => "a\n\t\0\"\\é\u007f/"[random.Next(9)]));
}

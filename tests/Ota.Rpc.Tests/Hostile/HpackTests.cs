namespace Ota.Rpc.Tests.Hostile;

/// <summary>The raw client's own header codec against the examples of RFC 7541, Appendix C.</summary>
public sealed class HpackTests
{
    [Theory]
    [InlineData("f1e3c2e5f23a6ba0ab90f4ff", "www.example.com")]
    [InlineData("a8eb10649cbf", "no-cache")]
    [InlineData("d07abe941054d444a8200595040b8166e082a62d1bff", "Mon, 21 Oct 2013 20:13:21 GMT")]
    [InlineData("94e7821dd7f2e6c7b335dfdfcd5b3960d5af27087f3672c1ab270fb5291f9587316065c003ed4ee5b1063d5007", "foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1")]
    public void Huffman_codes_are_those_of_the_standard(string hex, string text) =>
        HpackHuffman.Decode(Convert.FromHexString(hex)).Should().Be(text);

    [Fact]
    public void The_static_table_has_61_entries() => HpackDecoder.StaticEntries.Should().Be(61);

    [Fact]
    public void A_connection_s_dynamic_table_is_kept_between_blocks()
    {
        // RFC 7541, C.6.1 and C.6.2.
        HpackDecoder decoder = new();
        decoder.Decode(Convert.FromHexString(
            "488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e919d29ad171863c78f0b97c8e9ae82ae43d3"));
        decoder.Decode(Convert.FromHexString("4883640effc1c0bf")).Should().Equal(
            (":status", "307"), ("cache-control", "private"), ("date", "Mon, 21 Oct 2013 20:13:21 GMT"), ("location", "https://www.example.com"));
    }
}

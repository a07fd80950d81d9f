using Grpc.Core;
using Grpc.Protocol;
using Ota.Rpc.Tests.Support;

namespace Ota.Rpc.Tests.Protocol;

public sealed class BinaryHeaderTests
{
    [Fact]
    public void Bytes_survive_with_and_without_padding() => ForAll.Any<byte[]>(bytes =>
    {
        Read(BinaryHeader.Encode(bytes)).Should().ContainSingle().Which.Should().Equal(bytes);
        Read(Convert.ToBase64String(bytes)).Should().ContainSingle().Which.Should().Equal(bytes);
        BinaryHeader.Encode(bytes).Should().NotContain("=");
    });

    [Fact]
    public void Values_joined_by_commas_come_apart_again() => ForAll.Any<byte[][]>(values =>
    {
        if (values.Length > 0)
            Read(string.Join(", ", values.Select(BinaryHeader.Encode))).Should().BeEquivalentTo(values, options => options.WithStrictOrdering());
    });

    [Fact]
    public void Any_text_is_bytes_or_a_refusal() => ForAll.Any<string?>(
        text =>
        {
            try
            {
                Read(text ?? "");
            }
            catch (RpcException refusal)
            {
                refusal.StatusCode.Should().Be(StatusCode.Internal);
            }
        },
        count: 2000);

    [Theory]
    [InlineData("A")]
    [InlineData("AAAAA")]
    [InlineData("!!!!")]
    [InlineData("AA=A")]
    [InlineData("AQ,*")]
    [InlineData("AQ-_")]
    public void What_is_not_base64_is_refused(string value) =>
        FluentActions.Invoking(() => Read(value)).Should().Throw<RpcException>().Which.StatusCode.Should().Be(StatusCode.Internal);

    [Fact]
    public void A_large_value_is_read()
    {
        byte[] large = [.. Enumerable.Range(0, 20_000).Select(i => (byte)i)];
        Read(BinaryHeader.Encode(large)).Should().ContainSingle().Which.Should().Equal(large);
    }

    [Fact]
    public void A_text_header_is_left_alone()
    {
        Metadata metadata = [];
        BinaryHeader.AddTo(metadata, "plain", "a,b=");
        metadata.GetValue("plain").Should().Be("a,b=");
    }

    private static byte[][] Read(string value)
    {
        Metadata metadata = [];
        BinaryHeader.AddTo(metadata, "x-bin", value);
        return [.. metadata.Select(entry => entry.ValueBytes)];
    }
}

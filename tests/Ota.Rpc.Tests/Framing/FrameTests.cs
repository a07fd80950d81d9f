using System.Buffers;
using FsCheck;
using FsCheck.Fluent;
using Grpc.Core;
using Grpc.Framing;
using Ota.Rpc.Tests.Support;

namespace Ota.Rpc.Tests.Framing;

public sealed class FrameTests
{
    private static readonly Gen<byte[]> Bytes = ArbMap.Default.GeneratorFor<byte[]>();
    private static readonly Gen<int[]> Cuts = Gen.Choose(0, 7).ArrayOf();

    /// <summary>Any bytes, half of them with a plausible beginning, so that the reader gets further than the first flag.</summary>
    private static readonly Gen<byte[]> NearlyFrames = Gen.OneOf(
        Bytes,
        from flag in Gen.Choose(0, 2)
        from length in Gen.Choose(0, 40)
        from rest in Bytes
        select (byte[])[(byte)flag, 0, 0, 0, (byte)length, .. rest]);

    [Fact]
    public void Frames_come_out_as_they_went_in_however_the_bytes_are_split() => ForAll.Of(
        from messages in Bytes.ListOf() from cuts in Cuts select (messages, cuts),
        input =>
        {
            byte[] wire = [.. input.messages.SelectMany((message, index) => RpcClient.Frame(message, (byte)(index % 2)))];
            ReadOnlySequence<byte> buffer = Segments.Of(wire, input.cuts);
            for (int i = 0; i < input.messages.Count; i++)
            {
                Frame.TryRead(ref buffer, null, out Frame frame).Should().BeTrue();
                frame.Compressed.Should().Be(i % 2 == 1);
                frame.Payload.ToArray().Should().Equal(input.messages[i]);
            }
            Frame.TryRead(ref buffer, null, out _).Should().BeFalse();
            buffer.IsEmpty.Should().BeTrue();
        });

    [Fact]
    public void Any_bytes_are_frames_or_a_refusal_and_always_come_to_an_end() => ForAll.Of(
        from bytes in NearlyFrames from cuts in Cuts select (bytes, cuts),
        input =>
        {
            ReadOnlySequence<byte> buffer = Segments.Of(input.bytes, input.cuts);
            long before = buffer.Length;
            try
            {
                while (Frame.TryRead(ref buffer, 32, out Frame frame))
                {
                    frame.Payload.Length.Should().BeLessOrEqualTo(32);
                    buffer.Length.Should().Be(before - Frame.HeaderSize - frame.Payload.Length);
                    before = buffer.Length;
                }
                buffer.Length.Should().Be(before, "bytes that are not a frame yet stay where they are");
            }
            catch (RpcException refusal)
            {
                refusal.StatusCode.Should().BeOneOf(StatusCode.Internal, StatusCode.ResourceExhausted);
            }
        },
        count: 2000);

    [Theory]
    [InlineData("0000000005", 4, StatusCode.ResourceExhausted)]
    [InlineData("00ffffffff", null, StatusCode.ResourceExhausted)]
    [InlineData("0080000000", int.MaxValue, StatusCode.ResourceExhausted)]
    [InlineData("0200000000", 4, StatusCode.Internal)]
    [InlineData("ffffffffff", 4, StatusCode.Internal)]
    public void A_header_alone_tells_a_message_that_will_not_be_taken(string hex, int? limit, StatusCode expected)
    {
        Action read = () =>
        {
            ReadOnlySequence<byte> buffer = new(Convert.FromHexString(hex));
            Frame.TryRead(ref buffer, limit, out _);
        };
        read.Should().Throw<RpcException>().Which.StatusCode.Should().Be(expected);
    }
}

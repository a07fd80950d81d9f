using System.Buffers;
using Grpc.Core;
using Grpc.Framing;
using Grpc.Net.Compression;
using Ota.Rpc.Tests.Support;

namespace Ota.Rpc.Tests.Framing;

public sealed class MessageWriterTests
{
    private static readonly Action<byte[], SerializationContext> AsArray = (message, context) => context.Complete(message);

    private static readonly Action<byte[], SerializationContext> Announced = (message, context) =>
    {
        context.SetPayloadLength(message.Length);
        context.GetBufferWriter().Write(message);
        context.Complete();
    };

    private static readonly Action<byte[], SerializationContext> Unannounced = (message, context) =>
    {
        context.GetBufferWriter().Write(message);
        context.Complete();
    };

    [Fact]
    public void Every_way_to_serialise_gives_the_same_frame() => ForAll.Any<byte[]>(message =>
    {
        byte[] expected = RpcClient.Frame(message);
        foreach (Action<byte[], SerializationContext> way in new[] { AsArray, Announced, Unannounced })
            Write(message, way, null).Should().Equal(expected);
    });

    [Fact]
    public void A_compressed_frame_inflates_to_the_message() => ForAll.Any<byte[]>(message =>
    {
        foreach (Action<byte[], SerializationContext> way in new[] { AsArray, Announced, Unannounced })
        {
            byte[] frame = Write(message, way, GzipCompressionProvider.Only[0]);
            frame[0].Should().Be(message.Length > 0 ? (byte)1 : (byte)0, "nothing has no gzip form that every peer reads");
            RpcClient.Payload(frame).Should().Equal(message);
        }
    });

    [Fact]
    public void A_message_over_the_limit_leaves_no_byte_behind()
    {
        foreach (Action<byte[], SerializationContext> way in new[] { AsArray, Announced, Unannounced })
        {
            ArrayBufferWriter<byte> target = new();
            using MessageWriter writer = new(target, 10);
            writer.Invoking(it => it.Write(new byte[11], way)).Should().Throw<RpcException>()
                .Which.StatusCode.Should().Be(StatusCode.ResourceExhausted);
            target.WrittenCount.Should().Be(0);
            writer.Write(new byte[10], way);
            target.WrittenCount.Should().Be(15);
        }
    }

    [Fact]
    public void A_marshaller_that_writes_another_length_than_it_announced_is_told()
    {
        Action<byte[], SerializationContext> lies = (message, context) =>
        {
            context.SetPayloadLength(message.Length + 1);
            context.GetBufferWriter().Write(message);
            context.Complete();
        };
        FluentActions.Invoking(() => Write([1], lies, null)).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void A_marshaller_that_never_completes_is_told() =>
        FluentActions.Invoking(() => Write([1], (_, _) => { }, null)).Should().Throw<InvalidOperationException>();

    private static byte[] Write(byte[] message, Action<byte[], SerializationContext> way, ICompressionProvider? compression)
    {
        ArrayBufferWriter<byte> target = new();
        using MessageWriter writer = new(target, null) { Compression = compression };
        writer.Write(message, way);
        return target.WrittenSpan.ToArray();
    }
}

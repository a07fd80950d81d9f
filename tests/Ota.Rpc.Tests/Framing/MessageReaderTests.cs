using System.IO.Compression;
using System.IO.Pipelines;
using FsCheck.Fluent;
using Grpc.Core;
using Grpc.Framing;
using Grpc.Net.Compression;
using Ota.Rpc.Tests.Support;

namespace Ota.Rpc.Tests.Framing;

public sealed class MessageReaderTests
{
    private const int Limit = 64 * 1024;

    [Fact]
    public void Messages_arrive_whole_however_the_pipe_is_fed() => ForAll.Of(
        from messages in ArbMap.Default.GeneratorFor<byte[]>().ListOf() from cuts in Gen.Choose(1, 9).NonEmptyListOf() select (messages, cuts),
        input =>
        {
            byte[] wire = [.. input.messages.SelectMany((message, index) =>
                index % 2 == 0 ? RpcClient.Frame(message) : RpcClient.Frame(Gzip(message), flag: 1))];
            Pipe pipe = new();
            using MessageReader reader = new(pipe.Reader, Limit, CompressionProviders.Default) { Encoding = "gzip" };
            Task<List<byte[]>> reading = ReadAllAsync(reader);
            Feed(pipe.Writer, wire, input.cuts);
            List<byte[]> read = Finish(reading);
            read.Should().BeEquivalentTo(input.messages, options => options.WithStrictOrdering());
        });

    [Fact]
    public void Any_bytes_give_messages_an_end_or_a_status_and_nothing_else() => ForAll.Of(
        from flag in Gen.Choose(0, 2)
        from length in Gen.Choose(0, 30)
        from body in ArbMap.Default.GeneratorFor<byte[]>()
        from gzipMagic in ArbMap.Default.GeneratorFor<bool>()
        select (byte[])[(byte)flag, 0, 0, 0, (byte)length, .. gzipMagic ? (byte[])[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3] : [], .. body],
        wire =>
        {
            Pipe pipe = new();
            using MessageReader reader = new(pipe.Reader, 20, CompressionProviders.Default) { Encoding = "gzip" };
            Task<List<byte[]>> reading = ReadAllAsync(reader);
            Feed(pipe.Writer, wire, [3]);
            try
            {
                Finish(reading).Should().OnlyContain(message => message.Length <= 20);
            }
            catch (RpcException refusal)
            {
                refusal.StatusCode.Should().BeOneOf(StatusCode.Internal, StatusCode.ResourceExhausted);
            }
        },
        count: 2000);

    [Fact]
    public void Damage_to_a_compressed_message_never_gives_anything_but_a_status() => ForAll.Of(
        from at in Gen.Choose(0, 400) from value in Gen.Choose(1, 255) from cut in Gen.Choose(0, 20) select (at, value, cut),
        input =>
        {
            byte[] packed = Gzip([.. Enumerable.Range(0, 400).Select(i => (byte)(i * i))]);
            packed[input.at % packed.Length] ^= (byte)input.value;
            Pipe pipe = new();
            using MessageReader reader = new(pipe.Reader, 1000, CompressionProviders.Default) { Encoding = "gzip" };
            Task<List<byte[]>> reading = ReadAllAsync(reader);
            Feed(pipe.Writer, RpcClient.Frame(packed[..^input.cut], flag: 1), [64]);
            try
            {
                Finish(reading);
            }
            catch (RpcException refusal)
            {
                refusal.StatusCode.Should().BeOneOf(StatusCode.Internal, StatusCode.ResourceExhausted);
            }
        },
        count: 1000);

    [Fact]
    public void A_truncated_compressed_message_is_refused()
    {
        byte[] packed = Gzip([.. Enumerable.Range(0, 5000).Select(i => (byte)(i * i))]);
        Refusal(RpcClient.Frame(packed[..(packed.Length / 2)], flag: 1), "gzip").Should().Be(StatusCode.Internal);
    }

    [Fact]
    public void A_gzip_bomb_is_refused_before_it_becomes_a_large_buffer()
    {
        byte[] bomb = Gzip(new byte[256 * 1024 * 1024]);
        bomb.Length.Should().BeLessThan(512 * 1024);
        byte[] wire = RpcClient.Frame(bomb, flag: 1);
        Refusal(wire, "gzip", limit: 512 * 1024); // The pools and the jitter have had their share.

        long before = GC.GetAllocatedBytesForCurrentThread();
        StatusCode? status = Refusal(wire, "gzip", limit: 512 * 1024);

        status.Should().Be(StatusCode.ResourceExhausted);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(4 * 1024 * 1024);
    }

    [Theory]
    [InlineData(24, null)]
    [InlineData(25, StatusCode.ResourceExhausted)]
    public void The_limit_holds_for_the_inflated_message_to_the_byte(int length, StatusCode? expected) =>
        Refusal(RpcClient.Frame(Gzip(new byte[length]), flag: 1), "gzip", limit: 24).Should().Be(expected);

    [Theory]
    [InlineData(null, StatusCode.Internal)]
    [InlineData("", StatusCode.Internal)]
    [InlineData("identity", StatusCode.Internal)]
    [InlineData("snappy", StatusCode.Unimplemented)]
    [InlineData("gzip,gzip", StatusCode.Unimplemented)]
    public void A_compressed_message_needs_a_known_encoding(string? encoding, StatusCode expected) =>
        Refusal(RpcClient.Frame(Gzip([1]), flag: 1), encoding).Should().Be(expected);

    [Fact]
    public async Task A_cancelled_read_leaves_the_bytes_for_the_next_one()
    {
        Pipe pipe = new();
        using MessageReader reader = new(pipe.Reader, Limit, CompressionProviders.Default);
        using CancellationTokenSource cancel = new();
        ValueTask<bool> read = reader.ReadAsync(cancel.Token);
        await pipe.Writer.WriteAsync(RpcClient.Frame([1, 2, 3]).AsMemory(0, 6));
        await cancel.CancelAsync();
        await FluentActions.Awaiting(async () => await read).Should().ThrowAsync<OperationCanceledException>();

        await pipe.Writer.WriteAsync(new byte[] { 2, 3 });
        (await reader.ReadAsync(CancellationToken.None)).Should().BeTrue();
        reader.Take(context => context.PayloadAsNewBuffer()).Should().Equal(1, 2, 3);
    }

    private static StatusCode? Refusal(byte[] wire, string? encoding, int limit = Limit)
    {
        Pipe pipe = new(new PipeOptions(pauseWriterThreshold: 0));
        pipe.Writer.WriteAsync(wire).AsTask().IsCompleted.Should().BeTrue();
        pipe.Writer.Complete();
        using MessageReader reader = new(pipe.Reader, limit, CompressionProviders.Default)
        {
            Encoding = encoding,
        };
        try
        {
            ValueTask<bool> read = reader.ReadAsync(CancellationToken.None);
            return read.IsCompletedSuccessfully && read.Result ? null : throw new InvalidOperationException("There is no message.");
        }
        catch (RpcException refusal)
        {
            return refusal.StatusCode;
        }
    }

    private static async Task<List<byte[]>> ReadAllAsync(MessageReader reader)
    {
        List<byte[]> messages = [];
        while (await reader.ReadAsync(CancellationToken.None))
            messages.Add(reader.Take(context => context.PayloadAsNewBuffer()));
        return messages;
    }

    private static void Feed(PipeWriter writer, byte[] wire, List<int> cuts)
    {
        int at = 0;
        for (int i = 0; at < wire.Length; i++)
        {
            int length = Math.Min(cuts[i % cuts.Count], wire.Length - at);
            writer.WriteAsync(wire.AsMemory(at, length)).AsTask().Wait(TimeSpan.FromSeconds(60)).Should().BeTrue();
            at += length;
        }
        writer.Complete();
    }

    private static List<byte[]> Finish(Task<List<byte[]>> reading) =>
        reading.WaitAsync(TimeSpan.FromSeconds(60)).GetAwaiter().GetResult();

    private static byte[] Gzip(byte[] plain)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.SmallestSize))
            gzip.Write(plain);
        return packed.ToArray();
    }
}

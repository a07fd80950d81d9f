using FsCheck;
using FsCheck.Fluent;
using Grpc.Core;
using Grpc.Net.Client;

namespace Ota.Rpc.Tests.Client;

/// <summary>The buffer between a call and its attempts, against a model: the list of all messages written.</summary>
public sealed class RequestBufferTests
{
    private static readonly Action<byte[], SerializationContext> Raw = (bytes, context) => context.Complete(bytes);

    [Fact]
    public void Every_attempt_sends_a_prefix_of_all_messages_and_the_last_one_all_of_them() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => RunAsync(new Random(seed)).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public async Task A_message_that_cannot_be_serialized_leaves_no_byte_behind()
    {
        using RequestBuffer buffer = new(maxMessage: null, keepLimit: 0);
        RecordingStream stream = new(failAfter: int.MaxValue);
        Action<byte[], SerializationContext> broken = (bytes, context) =>
        {
            context.SetPayloadLength(bytes.Length);
            context.GetBufferWriter().Advance(0);
            throw new FormatException("half-way");
        };

        await buffer.WriteAsync([1], Raw, compress: false);
        await FluentActions.Awaiting(() => buffer.WriteAsync([2, 2], broken, compress: false)).Should().ThrowAsync<FormatException>();
        await buffer.WriteAsync([3], Raw, compress: false);
        buffer.Complete();
        await buffer.SendAsync(stream, CancellationToken.None).Limited();

        stream.Bytes.Should().Equal([.. Wire.Frame([1]), .. Wire.Frame([3])]);
    }

    [Fact]
    public async Task Writes_after_the_end_and_a_second_write_at_once_are_refused()
    {
        using RequestBuffer buffer = new(maxMessage: null, keepLimit: 0);

        Task waiting = buffer.WriteAsync(new byte[100_000], Raw, compress: false);
        waiting.IsCompleted.Should().BeFalse("the buffer is full");
        await FluentActions.Awaiting(() => buffer.WriteAsync([1], Raw, compress: false)).Should().ThrowAsync<InvalidOperationException>();
        buffer.Complete();
        await buffer.SendAsync(new RecordingStream(int.MaxValue), CancellationToken.None).Limited();
        await waiting.Limited();
        await FluentActions.Awaiting(() => buffer.WriteAsync([1], Raw, compress: false)).Should().ThrowAsync<InvalidOperationException>();
    }

    [Fact]
    public async Task What_was_sent_and_let_go_cannot_be_sent_again()
    {
        using RequestBuffer buffer = new(maxMessage: null, keepLimit: 0);
        await buffer.WriteAsync([1], Raw, compress: false);
        buffer.Complete();
        buffer.MayRepeat.Should().BeTrue("nothing was sent yet");

        await buffer.SendAsync(new RecordingStream(int.MaxValue), CancellationToken.None).Limited();

        buffer.MayRepeat.Should().BeFalse();
        await FluentActions.Awaiting(() => buffer.SendAsync(new RecordingStream(int.MaxValue), CancellationToken.None))
            .Should().ThrowAsync<IOException>();
    }

    [Fact]
    public async Task A_transport_that_gives_up_hears_nothing_until_the_call_is_over_so_that_its_own_reason_counts()
    {
        using RequestBuffer buffer = new(maxMessage: null, keepLimit: 1000);
        using CancellationTokenSource transport = new();
        Task sending = buffer.SendAsync(new RecordingStream(int.MaxValue), transport.Token);

        await transport.CancelAsync();
        Task again = buffer.SendAsync(new RecordingStream(int.MaxValue), new CancellationToken(canceled: true));
        again.IsCompleted.Should().BeFalse("a cancelled transport waits for the call");

        await FluentActions.Awaiting(() => sending.Limited()).Should().ThrowAsync<IOException>("it was replaced");
        buffer.Fail(new InvalidOperationException("over"));
        await FluentActions.Awaiting(() => again.Limited()).Should().ThrowAsync<OperationCanceledException>("the call is over");
    }

    private static async Task RunAsync(Random random)
    {
        byte[][] messages = [.. Enumerable.Range(0, random.Next(0, 60)).Select(_ => Message(random))];
        byte[] all = [.. messages.SelectMany(message => Wire.Frame(message))];
        using RequestBuffer buffer = new(maxMessage: null, keepLimit: long.MaxValue);
        Task writing = WriteAsync(buffer, messages, random.Next(2) == 0);

        for (int failures = random.Next(0, 4); failures > 0 && all.Length > 0; failures--)
        {
            RecordingStream failing = new(failAfter: random.Next(all.Length));
            await FluentActions.Awaiting(() => buffer.SendAsync(failing, CancellationToken.None).Limited()).Should().ThrowAsync<IOException>();
            buffer.MayRepeat.Should().BeTrue();
            all.AsSpan().StartsWith(failing.Bytes.ToArray()).Should().BeTrue("an attempt sends a prefix");
        }
        int commitAfter = random.Next(all.Length + 1);
        RecordingStream last = new(int.MaxValue) { Reached = commitAfter, OnReached = buffer.Commit };
        await buffer.SendAsync(last, CancellationToken.None).Limited();
        await writing.Limited();

        last.Bytes.Should().Equal(all);
    }

    private static byte[] Message(Random random)
    {
        byte[] message = new byte[random.Next(10) == 0 ? random.Next(100_000) : random.Next(2000)];
        random.NextBytes(message);
        return message;
    }

    private static async Task WriteAsync(RequestBuffer buffer, byte[][] messages, bool elsewhere)
    {
        if (elsewhere)
            await Task.Yield();
        foreach (byte[] message in messages)
            await buffer.WriteAsync(message, Raw, compress: false);
        buffer.Complete();
    }
}

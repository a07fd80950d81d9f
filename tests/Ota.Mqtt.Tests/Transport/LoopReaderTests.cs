using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Ota.Mqtt.Tests.Transport;

public sealed class LoopReaderTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_not_examined_comes_again_at_once_and_what_is_examined_only_with_more(bool isInline)
    {
        await using LoopHost host = await LoopHost.StartAsync(isInline);
        (Socket peer, ConnectionContext connection) = await host.PairAsync();
        using Socket owned = peer;
        PipeReader input = connection.Transport.Input;
        await peer.SendAsync("abcdef"u8.ToArray());

        ReadResult first = await Within(input.ReadAsync());
        input.AdvanceTo(first.Buffer.GetPosition(2), first.Buffer.GetPosition(4));
        ValueTask<ReadResult> again = input.ReadAsync();
        again.IsCompleted.Should().BeTrue();
        ReadResult second = await again;
        Text(second).Should().Be("cdef");
        input.AdvanceTo(second.Buffer.Start, second.Buffer.End);
        ValueTask<ReadResult> more = input.ReadAsync();
        more.IsCompleted.Should().BeFalse();
        await peer.SendAsync("gh"u8.ToArray());
        ReadResult third = await Within(more);
        Text(third).Should().Be("cdefgh");
        input.AdvanceTo(third.Buffer.End);
        input.TryRead(out _).Should().BeFalse();
    }

    [Fact]
    public async Task A_packet_far_larger_than_the_buffer_is_gathered_in_one_piece()
    {
        await using LoopHost host = await LoopHost.StartAsync();
        (Socket peer, ConnectionContext connection) = await host.PairAsync();
        using Socket owned = peer;
        byte[] sent = new byte[1_000_003];
        Random.Shared.NextBytes(sent);
        Task sending = peer.SendAsync(sent);

        ReadResult read = await Within(connection.Transport.Input.ReadAsync());
        while (read.Buffer.Length < sent.Length)
        {
            connection.Transport.Input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            read = await Within(connection.Transport.Input.ReadAsync());
        }
        read.Buffer.IsSingleSegment.Should().BeTrue();
        read.Buffer.FirstSpan.SequenceEqual(sent).Should().BeTrue();
        connection.Transport.Input.AdvanceTo(read.Buffer.End);
        await sending;
    }

    [Fact]
    public async Task The_last_bytes_come_before_the_end_and_the_answer_still_gets_through()
    {
        await using LoopHost host = await LoopHost.StartAsync();
        (Socket peer, ConnectionContext connection) = await host.PairAsync();
        using Socket owned = peer;
        await peer.SendAsync("last"u8.ToArray());
        peer.Shutdown(SocketShutdown.Send);

        ReadResult read = await Within(connection.Transport.Input.ReadAsync());
        Text(read).Should().Be("last");
        connection.Transport.Input.AdvanceTo(read.Buffer.End);
        ReadResult end = await Within(connection.Transport.Input.ReadAsync());
        end.IsCompleted.Should().BeTrue();
        end.Buffer.IsEmpty.Should().BeTrue();
        await connection.Transport.Output.WriteAsync("answer"u8.ToArray());
        byte[] answer = new byte[16];
        (await peer.ReceiveAsync(answer).WaitAsync(TimeSpan.FromSeconds(60))).Should().Be(6);
    }

    [Fact]
    public async Task A_reset_ends_the_reading()
    {
        await using LoopHost host = await LoopHost.StartAsync();
        (Socket peer, ConnectionContext connection) = await host.PairAsync();
        ValueTask<ReadResult> reading = connection.Transport.Input.ReadAsync();
        peer.LingerState = new LingerOption(true, 0);
        peer.Dispose();

        (await Within(reading)).IsCompleted.Should().BeTrue();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancelling_ends_the_read_that_waits_or_else_the_next_one(bool isWaiting)
    {
        await using LoopHost host = await LoopHost.StartAsync();
        (Socket peer, ConnectionContext connection) = await host.PairAsync();
        using Socket owned = peer;
        PipeReader input = connection.Transport.Input;
        ValueTask<ReadResult> reading = default;
        if (isWaiting)
            reading = input.ReadAsync();
        input.CancelPendingRead();
        if (!isWaiting)
            reading = input.ReadAsync();

        ReadResult canceled = await Within(reading);
        canceled.IsCanceled.Should().BeTrue();
        canceled.IsCompleted.Should().BeFalse();
        input.AdvanceTo(canceled.Buffer.Start);
        await peer.SendAsync("on"u8.ToArray());
        Text(await Within(input.ReadAsync())).Should().Be("on", "the connection goes on");
    }

    [Fact]
    public async Task A_token_ends_the_wait_and_loses_no_bytes()
    {
        await using LoopHost host = await LoopHost.StartAsync();
        (Socket peer, ConnectionContext connection) = await host.PairAsync();
        using Socket owned = peer;
        using CancellationTokenSource stop = new();
        PipeReader input = connection.Transport.Input;
        ValueTask<ReadResult> reading = input.ReadAsync(stop.Token);
        await stop.CancelAsync();

        await FluentActions.Awaiting(() => Within(reading)).Should().ThrowAsync<OperationCanceledException>();
        await peer.SendAsync("on"u8.ToArray());
        Text(await Within(input.ReadAsync())).Should().Be("on");
    }

    [Fact]
    public async Task Aborting_ends_the_read_that_waits()
    {
        await using LoopHost host = await LoopHost.StartAsync();
        (Socket peer, ConnectionContext connection) = await host.PairAsync();
        using Socket owned = peer;
        ValueTask<ReadResult> reading = connection.Transport.Input.ReadAsync();
        connection.Abort();

        (await Within(reading)).IsCompleted.Should().BeTrue();
    }

    private static string Text(ReadResult read) => System.Text.Encoding.ASCII.GetString(read.Buffer.ToArray());

    private static Task<ReadResult> Within(ValueTask<ReadResult> reading) => reading.AsTask().WaitAsync(TimeSpan.FromSeconds(60));
}

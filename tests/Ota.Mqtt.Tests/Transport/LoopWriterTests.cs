using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Ota.Mqtt.Tests.Transport;

public sealed class LoopWriterTests
{
    private const int MoreThanTheKernelHolds = 32 * 1024 * 1024;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_flush_waits_for_a_peer_that_does_not_read_and_every_byte_arrives(bool isInline)
    {
        await using LoopHost host = await LoopHost.StartAsync(isInline);
        (Socket peer, ConnectionContext connection) = await host.PairAsync();
        using Socket owned = peer;
        byte[] sent = new byte[MoreThanTheKernelHolds];
        Random.Shared.NextBytes(sent);
        ValueTask<FlushResult> flushing = connection.Transport.Output.WriteAsync(sent);
        flushing.IsCompleted.Should().BeFalse();

        byte[] received = new byte[sent.Length];
        await ReceiveAsync(peer, received);
        (await Within(flushing)).IsCompleted.Should().BeFalse();
        received.AsSpan().SequenceEqual(sent).Should().BeTrue();
    }

    [Fact]
    public async Task Aborting_ends_a_flush_that_waits()
    {
        await using LoopHost host = await LoopHost.StartAsync();
        (Socket peer, ConnectionContext connection) = await host.PairAsync();
        using Socket owned = peer;
        ValueTask<FlushResult> flushing = connection.Transport.Output.WriteAsync(new byte[MoreThanTheKernelHolds]);
        connection.Abort();

        (await Within(flushing)).IsCompleted.Should().BeTrue();
    }

    [Fact]
    public async Task A_peer_that_resets_ends_a_flush_that_waits()
    {
        await using LoopHost host = await LoopHost.StartAsync();
        (Socket peer, ConnectionContext connection) = await host.PairAsync();
        ValueTask<FlushResult> flushing = connection.Transport.Output.WriteAsync(new byte[MoreThanTheKernelHolds]);
        peer.LingerState = new LingerOption(true, 0);
        peer.Dispose();

        (await Within(flushing)).IsCompleted.Should().BeTrue();
    }

    [Fact]
    public async Task Cancelling_lets_go_of_the_flush_and_the_next_one_sends_the_rest()
    {
        await using LoopHost host = await LoopHost.StartAsync();
        (Socket peer, ConnectionContext connection) = await host.PairAsync();
        using Socket owned = peer;
        PipeWriter output = connection.Transport.Output;
        byte[] sent = new byte[MoreThanTheKernelHolds];
        Random.Shared.NextBytes(sent);
        ValueTask<FlushResult> flushing = output.WriteAsync(sent);
        output.CancelPendingFlush();
        (await Within(flushing)).IsCanceled.Should().BeTrue();

        ValueTask<FlushResult> rest = output.FlushAsync();
        byte[] received = new byte[sent.Length];
        await ReceiveAsync(peer, received);
        await Within(rest);
        received.AsSpan().SequenceEqual(sent).Should().BeTrue();
    }

    [Fact]
    public async Task What_was_written_arrives_before_the_connection_is_closed()
    {
        byte[] sent = new byte[MoreThanTheKernelHolds];
        Random.Shared.NextBytes(sent);
        await using LoopHost host = await LoopHost.StartAsync(handler: connection =>
        {
            sent.CopyTo(connection.Transport.Output.GetSpan(sent.Length));
            connection.Transport.Output.Advance(sent.Length); // Not flushed: leaving does that.
            return Task.CompletedTask;
        });
        using Socket peer = await host.ConnectAsync();

        byte[] received = new byte[sent.Length];
        await ReceiveAsync(peer, received);
        received.AsSpan().SequenceEqual(sent).Should().BeTrue();
        (await peer.ReceiveAsync(new byte[1])).Should().Be(0);
    }

    private static async Task ReceiveAsync(Socket peer, byte[] target)
    {
        for (int at = 0; at < target.Length;)
        {
            int read = await peer.ReceiveAsync(target.AsMemory(at)).AsTask().WaitAsync(TimeSpan.FromSeconds(60));
            read.Should().BePositive();
            at += read;
        }
    }

    private static Task<FlushResult> Within(ValueTask<FlushResult> flushing) => flushing.AsTask().WaitAsync(TimeSpan.FromSeconds(60));
}

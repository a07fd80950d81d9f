using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Ota.Mqtt.Tests.Transport;

public sealed class LoopTrafficTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Many_connections_get_back_just_what_they_send(bool isInline)
    {
        await using LoopHost host = await LoopHost.StartAsync(isInline, EchoAsync);

        await Task.WhenAll(Enumerable.Range(0, 16).Select(seed => RoundTripAsync(host, new Random(seed)))).WaitAsync(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task Senders_that_never_pause_leave_their_neighbours_a_turn()
    {
        using CancellationTokenSource done = new();
        await using LoopHost host = await LoopHost.StartAsync(isInline: true, EchoOrSwallowAsync);
        Task[] floods = [.. Enumerable.Range(0, 2 * Environment.ProcessorCount).Select(_ => FloodAsync(host, done.Token))];

        for (int loop = 0; loop < Environment.ProcessorCount; loop++)
        {
            using Socket peer = await host.ConnectAsync();
            byte[] buffer = [(byte)'e'];
            for (int i = 0; i < 200; i++)
            {
                await peer.SendAsync(buffer);
                (await peer.ReceiveAsync(buffer).WaitAsync(TimeSpan.FromSeconds(60))).Should().Be(1);
            }
        }
        await done.CancelAsync();
        await Task.WhenAll(floods).WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Connections_that_come_and_go_leave_nothing_behind()
    {
        await using LoopHost host = await LoopHost.StartAsync(handler: EchoAsync);
        for (int round = 0; round < 20; round++)
            await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => ComeAndGoAsync(host))).WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_refused_by_name()
    {
        await using LoopHost host = await LoopHost.StartAsync();
        using Mqtt.Transport.EventLoops loops = new();

        Action open = () => _ = new Mqtt.Transport.LoopListener(
            new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, host.Port),
            loops,
            TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);

        open.Should().Throw<AddressInUseException>();
    }

    private static async Task ComeAndGoAsync(LoopHost host)
    {
        using Socket peer = await host.ConnectAsync();
        await peer.SendAsync("x"u8.ToArray());
        (await peer.ReceiveAsync(new byte[1])).Should().Be(1);
    }

    private static async Task RoundTripAsync(LoopHost host, Random random)
    {
        using Socket peer = await host.ConnectAsync();
        byte[] sent = new byte[2_000_000];
        random.NextBytes(sent);
        byte[] received = new byte[sent.Length];
        Task receiving = Task.Run(async () =>
        {
            for (int at = 0; at < received.Length;)
                at += await peer.ReceiveAsync(received.AsMemory(at));
        });
        for (int at = 0; at < sent.Length;)
            at += await peer.SendAsync(sent.AsMemory(at, Math.Min(random.Next(1, 50_000), sent.Length - at)));
        await receiving;
        received.AsSpan().SequenceEqual(sent).Should().BeTrue();
    }

    private static async Task FloodAsync(LoopHost host, CancellationToken done)
    {
        using Socket peer = await host.ConnectAsync();
        byte[] bytes = new byte[256 * 1024];
        while (!done.IsCancellationRequested)
            await peer.SendAsync(bytes);
    }

    private static async Task EchoAsync(ConnectionContext connection)
    {
        ReadResult read;
        do
        {
            read = await connection.Transport.Input.ReadAsync();
            foreach (ReadOnlyMemory<byte> part in read.Buffer)
                await connection.Transport.Output.WriteAsync(part);
            connection.Transport.Input.AdvanceTo(read.Buffer.End);
        }
        while (!read.IsCompleted);
    }

    private static async Task EchoOrSwallowAsync(ConnectionContext connection)
    {
        ReadResult read;
        do
        {
            read = await connection.Transport.Input.ReadAsync();
            if (read.Buffer is { Length: 1, FirstSpan: [(byte)'e'] })
                await connection.Transport.Output.WriteAsync(read.Buffer.First);
            connection.Transport.Input.AdvanceTo(read.Buffer.End);
        }
        while (!read.IsCompleted);
    }
}

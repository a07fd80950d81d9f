using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace Ota.Rpc.Tests.Client;

/// <summary>How requests leave: few frames for many small ones, and no more memory than a peer deserves.</summary>
public sealed class WriteBufferingTests
{
    [Fact]
    public async Task Many_small_writes_leave_in_few_frames_and_in_order()
    {
        const int Messages = 5000;
        int frames = 0;
        using MemoryStream body = new();
        await using RawPeer peer = RawPeer.Start(async (connection, _) =>
        {
            await connection.GreetAsync();
            // A window that never closes, for the connection and for every stream.
            await connection.SendAsync(RawConnection.Settings, 0, 0, 0, 4, 0x7f, 0xff, 0xff, 0xff);
            await connection.SendErrorAsync(8, 0, 0x7fff0000);
            while (true)
            {
                (byte type, byte flags, int stream, byte[] payload) = await connection.ReadAsync();
                if (type != RawConnection.Data)
                    continue;
                frames++;
                body.Write(payload);
                if ((flags & RawConnection.EndStream) == 0)
                    continue;
                await connection.AnswerAsync(stream, new Note());
                await connection.DrainAsync();
            }
        });
        using GrpcChannel channel = GrpcChannel.ForAddress(peer.Address);
        using AsyncClientStreamingCall<Note, Note> call = new Calls.CallsClient(channel).Upload();

        for (int i = 0; i < Messages; i++)
            await call.RequestStream.WriteAsync(new Note { Number = i + 1 }).Limited();
        await call.RequestStream.CompleteAsync();
        await call.ResponseAsync.Limited();

        byte[] expected = [.. Enumerable.Range(1, Messages).SelectMany(i => Wire.Frame(new Note { Number = i }))];
        body.ToArray().AsSpan().SequenceEqual(expected).Should().BeTrue();
        frames.Should().BeLessThan(Messages / 4);
    }

    [Fact]
    public async Task A_peer_that_does_not_read_holds_writes_back_after_few_bytes()
    {
        const int Window = 65_535;
        TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using RawPeer peer = RawPeer.Start(async (connection, _) =>
        {
            await connection.GreetAsync();
            for (int taken = 0; taken < Window;)
            {
                (byte type, _, _, byte[] payload) = await connection.ReadAsync();
                taken += type == RawConnection.Data ? payload.Length : 0;
            }
            closed.SetResult(); // All of the window is used, and it is never opened again.
            await connection.DrainAsync();
        });
        using GrpcChannel channel = GrpcChannel.ForAddress(peer.Address);
        using AsyncClientStreamingCall<Note, Note> call = new Calls.CallsClient(channel).Upload();
        Note note = new() { Payload = ByteString.CopyFrom(new byte[1000]) };

        int written = 0;
        Task last = Task.CompletedTask;
        for (; written < 10_000 && last.IsCompletedSuccessfully; written++)
        {
            last = call.RequestStream.WriteAsync(note);
            await Task.WhenAny(last, closed.Task).Limited();
        }

        (written * 1000).Should().BeLessThan(400_000, "one window and two buffers of 64 KiB are all there is");
        call.Dispose();
        (await call.RequestStream.WriteAsync(note).FailureAsync()).StatusCode.Should().Be(StatusCode.Cancelled);
    }

    [Fact]
    public async Task Completing_while_a_write_waits_loses_nothing()
    {
        await using LiveServer server = await LiveServer.StartAsync();
        using GrpcChannel channel = server.Channel();
        for (int i = 0; i < 50; i++)
        {
            using AsyncClientStreamingCall<Note, Note> call = new Calls.CallsClient(channel).Upload();
            Task write = call.RequestStream.WriteAsync(new Note { Payload = ByteString.CopyFrom(new byte[100_000]) });
            Task complete = call.RequestStream.CompleteAsync();

            await Task.WhenAll(write, complete).Limited();

            Note sum = await call.ResponseAsync.Limited();
            sum.Number.Should().Be(1);
            sum.Payload.Length.Should().Be(100_000);
        }
    }

    [Fact]
    public async Task Writing_completing_and_cancelling_at_once_ends_every_call()
    {
        await using LiveServer server = await LiveServer.StartAsync();
        using GrpcChannel channel = server.Channel();
        for (int i = 0; i < 100; i++)
        {
            using CancellationTokenSource cancel = new();
            using AsyncDuplexStreamingCall<Note, Note> call = new Calls.CallsClient(channel).Chat(cancellationToken: cancel.Token);
            Task write = Task.Run(async () =>
            {
                for (int n = 0; n < 100; n++)
                    await call.RequestStream.WriteAsync(new Note { Number = n });
                await call.RequestStream.CompleteAsync();
            });
            int next = 0;
            Task read = Task.Run(async () =>
            {
                await foreach (Note note in call.ResponseStream.ReadAllAsync())
                    note.Number.Should().Be(next++, "responses come in the order of the requests");
            });
            Task stop = Task.Run(cancel.Cancel);

            Func<Task> all = () => Task.WhenAll(write, read, stop).Limited();

            if (await Record.ExceptionAsync(all) is { } failure)
                failure.Should().BeOfType<RpcException>().Which.StatusCode.Should().Be(StatusCode.Cancelled);
        }
        await server.Handlers.WhenIdleAsync().Limited();
    }
}

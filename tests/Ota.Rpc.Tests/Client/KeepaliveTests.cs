using Grpc.Core;
using Grpc.Net.Client;

namespace Ota.Rpc.Tests.Client;

/// <summary>Pings run on the transport's own clock, so these tests take the seconds that they take.</summary>
public sealed class KeepaliveTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_peer_that_stops_answering_pings_ends_the_call_with_UNAVAILABLE(bool afterHeaders)
    {
        await using RawPeer peer = RawPeer.Start(async (connection, _) =>
        {
            await connection.GreetAsync();
            int stream = await connection.UntilRequestEndsAsync();
            if (afterHeaders)
                await connection.BeginAnswerAsync(stream);
            await connection.DrainAsync();
        });
        using SocketsHttpHandler handler = Handler(answerWithin: 1);
        using GrpcChannel channel = GrpcChannel.ForAddress(peer.Address, new GrpcChannelOptions { HttpHandler = handler });

        RpcException failure = await new Calls.CallsClient(channel).UnaryAsync(new Note()).FailureAsync();

        failure.StatusCode.Should().Be(StatusCode.Unavailable);
        failure.Status.Detail.Should().Contain(peer.Address).And.Contain("ping");
    }

    [Fact]
    public async Task A_ping_is_sent_while_a_call_is_active_and_an_answer_keeps_the_call()
    {
        await using RawPeer peer = RawPeer.Start(async (connection, _) =>
        {
            await connection.GreetAsync();
            int stream = await connection.UntilRequestEndsAsync();
            while (true)
            {
                (byte type, byte flags, _, byte[] payload) = await connection.ReadAsync();
                if (type != RawConnection.Ping || (flags & 1) != 0)
                    continue;
                await connection.SendAsync(RawConnection.Ping, 1, 0, payload);
                await connection.AnswerAsync(stream, new Note { Number = 2 });
            }
        });
        using SocketsHttpHandler handler = Handler(answerWithin: 60);
        using GrpcChannel channel = GrpcChannel.ForAddress(peer.Address, new GrpcChannelOptions { HttpHandler = handler });

        (await new Calls.CallsClient(channel).UnaryAsync(new Note()).Limited()).Number.Should().Be(2);
    }

    private static SocketsHttpHandler Handler(int answerWithin) => new()
    {
        KeepAlivePingDelay = TimeSpan.FromSeconds(1),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(answerWithin),
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
    };
}

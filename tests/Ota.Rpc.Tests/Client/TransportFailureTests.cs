using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Ota.Testing;

namespace Ota.Rpc.Tests.Client;

/// <summary>What becomes of a call when the connection or the stream fails.</summary>
public sealed class TransportFailureTests
{
    [Fact]
    public async Task A_refused_connection_is_UNAVAILABLE_and_names_address_and_cause()
    {
        using ClosedPort closed = new();
        string address = $"http://127.0.0.1:{closed.Number}";
        using GrpcChannel channel = GrpcChannel.ForAddress(address);

        RpcException failure = await new Calls.CallsClient(channel).UnaryAsync(new Note()).FailureAsync();

        failure.StatusCode.Should().Be(StatusCode.Unavailable);
        failure.Status.Detail.Should().Contain(address).And.Contain("refused");
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_is_UNAVAILABLE_and_named()
    {
        using GrpcChannel channel = GrpcChannel.ForAddress("http://no-such-host.invalid:1");

        RpcException failure = await new Calls.CallsClient(channel).UnaryAsync(new Note()).FailureAsync();

        failure.StatusCode.Should().Be(StatusCode.Unavailable);
        failure.Status.Detail.Should().Contain("no-such-host.invalid");
    }

    [Fact]
    public async Task A_connection_that_is_never_made_is_UNAVAILABLE_not_CANCELLED()
    {
        using SocketsHttpHandler handler = new()
        {
            ConnectTimeout = TimeSpan.FromMilliseconds(50),
            ConnectCallback = async (_, cancel) =>
            {
                await Task.Delay(Timeout.Infinite, cancel);
                return Stream.Null;
            },
        };
        using GrpcChannel channel = GrpcChannel.ForAddress("http://127.0.0.1:1", new GrpcChannelOptions { HttpHandler = handler });

        RpcException failure = await new Calls.CallsClient(channel).UnaryAsync(new Note()).FailureAsync();

        failure.StatusCode.Should().Be(StatusCode.Unavailable);
        failure.Status.Detail.Should().Contain("http://127.0.0.1:1");
    }

    [Fact]
    public async Task A_server_that_speaks_only_HTTP_1_is_UNAVAILABLE()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(http => http.AnswerAsync(new Note()), HttpProtocols.Http1);
        using GrpcChannel channel = server.Channel();

        (await new Calls.CallsClient(channel).UnaryAsync(new Note()).FailureAsync()).StatusCode.Should().Be(StatusCode.Unavailable);
        server.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task A_TLS_server_that_speaks_only_HTTP_1_is_UNAVAILABLE_and_the_message_says_so()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(http => http.AnswerAsync(new Note()), HttpProtocols.Http1, tls: true);
        using GrpcChannel channel = server.Channel(new GrpcChannelOptions { Credentials = new SslCredentials(TestPki.Instance.RootPem) });

        RpcException failure = await new Calls.CallsClient(channel).UnaryAsync(new Note()).FailureAsync();

        failure.StatusCode.Should().Be(StatusCode.Unavailable);
        failure.Status.Detail.Should().Contain(server.Address).And.Contain("application protocol");
    }

    [Fact]
    public async Task A_server_that_closes_the_connection_in_mid_call_ends_it_with_UNAVAILABLE()
    {
        await using RawPeer peer = RawPeer.Start(async (connection, _) =>
        {
            await connection.GreetAsync();
            int stream = await connection.UntilRequestEndsAsync();
            await connection.BeginAnswerAsync(stream);
        });
        using GrpcChannel channel = GrpcChannel.ForAddress(peer.Address);

        RpcException failure = await new Calls.CallsClient(channel).UnaryAsync(new Note()).FailureAsync();

        failure.StatusCode.Should().Be(StatusCode.Unavailable);
        failure.Status.Detail.Should().Contain(peer.Address);
    }

    [Fact]
    public async Task A_server_that_closes_the_connection_before_it_answers_ends_the_call_with_UNAVAILABLE()
    {
        await using RawPeer peer = RawPeer.Start(async (connection, _) =>
        {
            await connection.GreetAsync();
            await connection.UntilRequestEndsAsync();
        });
        using GrpcChannel channel = GrpcChannel.ForAddress(peer.Address);

        (await new Calls.CallsClient(channel).UnaryAsync(new Note()).FailureAsync()).StatusCode.Should().Be(StatusCode.Unavailable);
    }

    [Fact]
    public async Task A_call_that_GOAWAY_says_was_not_looked_at_is_made_again_on_a_new_connection()
    {
        await using RawPeer peer = RawPeer.Start(async (connection, number) =>
        {
            await connection.GreetAsync();
            int stream = await connection.UntilRequestEndsAsync();
            if (number == 0)
                await connection.SendErrorAsync(RawConnection.GoAway, 0, 0, 0);
            else
                await connection.AnswerAsync(stream, new Note { Number = 9 });
            await connection.DrainAsync();
        });
        using GrpcChannel channel = GrpcChannel.ForAddress(peer.Address);

        (await new Calls.CallsClient(channel).UnaryAsync(new Note()).Limited()).Number.Should().Be(9);
    }

    [Fact]
    public async Task A_call_that_GOAWAY_lets_finish_is_finished()
    {
        await using RawPeer peer = RawPeer.Start(async (connection, _) =>
        {
            await connection.GreetAsync();
            int stream = await connection.UntilRequestEndsAsync();
            await connection.SendErrorAsync(RawConnection.GoAway, 0, stream, 0);
            await connection.AnswerAsync(stream, new Note { Number = 4 });
            await connection.DrainAsync();
        });
        using GrpcChannel channel = GrpcChannel.ForAddress(peer.Address);

        (await new Calls.CallsClient(channel).UnaryAsync(new Note()).Limited()).Number.Should().Be(4);
    }

    // PROTOCOL-HTTP2, "Errors". NO_ERROR before the response is over means as much as INTERNAL_ERROR.
    [Theory]
    [InlineData(0x0, StatusCode.Internal)]
    [InlineData(0x1, StatusCode.Internal)]
    [InlineData(0x2, StatusCode.Internal)]
    [InlineData(0x3, StatusCode.Internal)]
    [InlineData(0x4, StatusCode.Internal)]
    [InlineData(0x6, StatusCode.Internal)]
    [InlineData(0x8, StatusCode.Cancelled)]
    [InlineData(0x9, StatusCode.Internal)]
    [InlineData(0xa, StatusCode.Internal)]
    [InlineData(0xb, StatusCode.ResourceExhausted)]
    [InlineData(0xc, StatusCode.PermissionDenied)]
    public async Task A_reset_stream_becomes_the_status_of_the_table(int errorCode, StatusCode expected)
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(async http =>
        {
            await http.ReadAllAsync();
            http.Reset(errorCode);
        });
        using GrpcChannel channel = server.Channel();

        RpcException failure = await new Calls.CallsClient(channel).UnaryAsync(new Note()).FailureAsync();

        failure.StatusCode.Should().Be(expected);
        failure.Status.Detail.Should().Contain($"0x{errorCode:x}");
    }

    [Fact]
    public async Task An_upload_that_is_reset_while_it_is_being_written_always_becomes_the_status_of_the_table()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(async http =>
        {
            await http.ReadNoteAsync();
            http.Reset(0xb);
        });
        using GrpcChannel channel = server.Channel();
        Note note = new() { Payload = ByteString.CopyFrom(new byte[40_000]) };
        for (int i = 0; i < 200; i++)
        {
            using AsyncClientStreamingCall<Note, Note> call = new Calls.CallsClient(channel).Upload();
            Task writing = DeadlineTests.WriteUntilStuckAsync(call.RequestStream, note);

            (await call.ResponseAsync.FailureAsync()).StatusCode.Should().Be(StatusCode.ResourceExhausted);
            (await writing.FailureAsync()).StatusCode.Should().Be(StatusCode.ResourceExhausted);
        }
    }

    [Theory]
    [InlineData(0x2, StatusCode.Internal)]
    [InlineData(0x8, StatusCode.Cancelled)]
    [InlineData(0xb, StatusCode.ResourceExhausted)]
    public async Task A_stream_that_is_reset_between_messages_becomes_the_status_of_the_table(int errorCode, StatusCode expected)
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(async http =>
        {
            await http.ReadAllAsync();
            http.Begin();
            await http.Response.Body.WriteAsync(Wire.Frame(new Note { Number = 1 }));
            await http.Response.Body.FlushAsync();
            await http.Response.Body.WriteAsync(Wire.Frame(new Note { Number = 2 }).AsMemory(0, 3));
            http.Reset(errorCode);
        });
        using GrpcChannel channel = server.Channel();
        using AsyncServerStreamingCall<Note> call = new Calls.CallsClient(channel).Download(new Note());

        Func<Task> readAll = async () =>
        {
            await foreach (Note _ in call.ResponseStream.ReadAllAsync())
            {
            }
        };

        (await readAll().FailureAsync()).StatusCode.Should().Be(expected);
    }
}

using Grpc.Core;
using Ota.Rpc.Tests.Hostile;
using Ota.Rpc.Tests.Support;

namespace Ota.Rpc.Tests.Server;

public sealed class WriteTests
{
    [Fact]
    public async Task Response_headers_are_sent_before_any_message()
    {
        await using RpcServer server = await RpcServer.StartAsync();
        using RpcClient client = server.Client();
        TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Script.Expand = async (_, _, context) =>
        {
            await context.WriteResponseHeadersAsync(new Metadata { { "early", "1" }, { "raw-bin", [1, 2] } });
            await gate.Task;
        };

        using HttpResponseMessage response = await client.SendAsync("/ota.rpc.tests.Echo/Expand", RpcClient.Frame([])).Within();

        response.Headers.GetValues("early").Should().Equal("1");
        response.Headers.GetValues("raw-bin").Should().Equal("AQI");
        gate.SetResult();
        await response.Content.ReadAsByteArrayAsync().Within();
        response.TrailingHeaders.GetValues("grpc-status").Should().Equal("0");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Response_headers_are_sent_once(bool byMessage)
    {
        await using RpcServer server = await RpcServer.StartAsync();
        using RpcClient client = server.Client();
        server.Script.Expand = async (_, responses, context) =>
        {
            if (byMessage)
                await responses.WriteAsync(new EchoMessage());
            else
                await context.WriteResponseHeadersAsync(new Metadata { { "first", "1" } });
            await context.Invoking(it => it.WriteResponseHeadersAsync(new Metadata { { "second", "1" } })).Should().ThrowAsync<InvalidOperationException>();
        };

        RpcAnswer answer = await client.ExpandAsync("");

        answer.StatusCode.Should().Be(StatusCode.OK);
        answer.Find("second").Should().BeNull();
        await server.ShouldStillServeAsync();
    }

    [Fact]
    public async Task A_second_write_beside_the_first_is_refused_and_the_stream_stays_whole()
    {
        await using RpcServer server = await RpcServer.StartAsync();
        TaskCompletionSource refused = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Script.Expand = async (_, responses, _) =>
        {
            Task first = responses.WriteAsync(new EchoMessage { Text = new string('a', 200_000) });
            first.IsCompleted.Should().BeFalse("the peer has not given room for it");
            await responses.Invoking(it => it.WriteAsync(new EchoMessage { Text = "b" })).Should().ThrowAsync<InvalidOperationException>();
            refused.SetResult();
            await first;
            await responses.WriteAsync(new EchoMessage { Text = "c" });
        };
        await using RawHttp2 peer = await RawHttp2.ConnectAsync(server.Port, window: 0);
        await peer.SendHeadersAsync(1, RawHttp2.Call("/ota.rpc.tests.Echo/Expand"));
        await peer.SendDataAsync(1, RpcClient.Frame([]), end: true);
        await refused.Task.Within();

        await peer.SendWindowUpdateAsync(0, 1_000_000);
        await peer.SendWindowUpdateAsync(1, 1_000_000);

        RawAnswer answer = await peer.ReadAnswerAsync();
        answer.StatusCode.Should().Be(StatusCode.OK);
        answer.Data.Should().Equal([
            .. RpcClient.Frame(new EchoMessage { Text = new string('a', 200_000) }), .. RpcClient.Frame(new EchoMessage { Text = "c" })]);
        await server.ShouldStillServeAsync();
    }

    [Fact]
    public async Task A_writer_that_outlives_its_call_is_refused()
    {
        await using RpcServer server = await RpcServer.StartAsync();
        using RpcClient client = server.Client();
        IServerStreamWriter<EchoMessage>? kept = null;
        server.Script.Expand = (_, responses, _) =>
        {
            kept = responses;
            return Task.CompletedTask;
        };
        await client.ExpandAsync("");

        await kept!.Invoking(it => it.WriteAsync(new EchoMessage())).Should().ThrowAsync<Exception>()
            .Where(refusal => refusal is InvalidOperationException || refusal is OperationCanceledException);
        await server.ShouldStillServeAsync();
    }

    [Fact]
    public async Task A_reader_gives_no_message_before_the_first_and_after_the_last()
    {
        await using RpcServer server = await RpcServer.StartAsync();
        using RpcClient client = server.Client();
        server.Script.Collect = async (requests, _) =>
        {
            requests.Invoking(it => it.Current).Should().Throw<InvalidOperationException>();
            while (await requests.MoveNext(CancellationToken.None))
                requests.Current.Text.Should().Be("only");
            requests.Invoking(it => it.Current).Should().Throw<InvalidOperationException>();
            (await requests.MoveNext(CancellationToken.None)).Should().BeFalse();
            return new EchoMessage();
        };

        (await client.CollectAsync(["only"])).StatusCode.Should().Be(StatusCode.OK);
        await server.ShouldStillServeAsync();
    }

    [Fact]
    public async Task Messages_written_with_a_buffer_hint_arrive_in_order_at_the_latest_with_the_end()
    {
        await using RpcServer server = await RpcServer.StartAsync();
        using RpcClient client = server.Client();
        server.Script.Expand = async (_, responses, _) =>
        {
            responses.WriteOptions = new WriteOptions(WriteFlags.BufferHint);
            for (int i = 0; i < 100; i++)
                await responses.WriteAsync(new EchoMessage { Text = i.ToString(System.Globalization.CultureInfo.InvariantCulture) });
        };

        RpcAnswer answer = await client.ExpandAsync("");

        answer.Messages.Select(message => message.Text).Should().Equal(Enumerable.Range(0, 100).Select(i => $"{i}"));
    }

    [Fact]
    public async Task Writing_nothing_at_all_is_refused()
    {
        await using RpcServer server = await RpcServer.StartAsync();
        using RpcClient client = server.Client();
        server.Script.Expand = async (_, responses, _) =>
            await responses.Invoking(it => it.WriteAsync(null!)).Should().ThrowAsync<ArgumentNullException>();

        (await client.ExpandAsync("")).StatusCode.Should().Be(StatusCode.OK);
    }
}

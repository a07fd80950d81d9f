using Grpc.Core;
using Ota.Rpc.Tests.Support;

namespace Ota.Rpc.Tests.Server;

public sealed class ErrorTests
{
    private const string Secret = "hunter2";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_exception_tells_the_caller_nothing_unless_details_are_on(bool detailed)
    {
        await using RpcServer server = await RpcServer.StartAsync(options => options.EnableDetailedErrors = detailed);
        using RpcClient client = server.Client();
        server.Script.Unary = (_, _) => throw new InvalidOperationException($"password is {Secret}", new InvalidCastException(Secret));
        server.Script.Expand = async (_, responses, _) =>
        {
            await responses.WriteAsync(new EchoMessage());
            throw new InvalidOperationException(Secret);
        };
        server.Log.Expect(1003);

        foreach (RpcAnswer answer in new[] { await client.UnaryAsync(new EchoMessage()), await client.ExpandAsync("") })
        {
            answer.StatusCode.Should().Be(StatusCode.Unknown);
            answer.AllHeaders.Any(header => header.Value.Contains(Secret, StringComparison.Ordinal)
                || header.Value.Contains("InvalidOperation", StringComparison.Ordinal)).Should().Be(detailed);
        }
        server.Log.Lines.Where(line => line.EventId == 1003).Should().HaveCount(2).And.OnlyContain(line => line.Cause is InvalidOperationException);
        await server.ShouldStillServeAsync();
    }

    [Fact]
    public async Task The_local_cause_of_a_status_is_not_sent()
    {
        await using RpcServer server = await RpcServer.StartAsync(options => options.EnableDetailedErrors = true);
        using RpcClient client = server.Client();
        server.Script.Unary = (_, _) => throw new RpcException(
            new Status(StatusCode.Aborted, "told", new InvalidOperationException(Secret)), new Metadata(), Secret);

        RpcAnswer answer = await client.UnaryAsync(new EchoMessage());

        answer.Detail.Should().Be("told");
        answer.AllHeaders.Should().NotContain(header => header.Value.Contains(Secret, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("100 % ü 🚗\r\n\0")]
    [InlineData("")]
    public async Task Status_message_and_trailers_of_an_RpcException_arrive(string detail)
    {
        await using RpcServer server = await RpcServer.StartAsync();
        using RpcClient client = server.Client();
        byte[] bytes = [0, 255, 1, 254];
        server.Script.Unary = (_, context) =>
        {
            context.ResponseTrailers.Add("from-context", "1");
            throw new RpcException(
                new Status(StatusCode.FailedPrecondition, detail), new Metadata { { "why", "because" }, { "why", "again" }, { "proof-bin", bytes } });
        };

        RpcAnswer answer = await client.UnaryAsync(new EchoMessage());

        answer.StatusCode.Should().Be(StatusCode.FailedPrecondition);
        answer.Detail.Should().Be(detail);
        answer.TrailersOnly.Should().BeTrue();
        answer.AllHeaders.Where(header => header.Key == "why").Select(header => header.Value).Should().Equal("because", "again");
        answer.Find("from-context").Should().Be("1");
        answer.Bytes("proof-bin").Should().Equal(bytes);
        await server.ShouldStillServeAsync();
    }

    [Fact]
    public async Task A_handler_cannot_forge_the_headers_of_the_protocol()
    {
        await using RpcServer server = await RpcServer.StartAsync();
        using RpcClient client = server.Client();
        server.Script.Unary = (request, context) =>
        {
            context.ResponseTrailers.Add("grpc-status", "7");
            context.ResponseTrailers.Add("grpc-message", "forged");
            return Task.FromResult(request);
        };

        RpcAnswer answer = await client.UnaryAsync(new EchoMessage());

        answer.AllHeaders.Where(header => header.Key == "grpc-status").Should().ContainSingle().Which.Value.Should().Be("0");
        answer.Detail.Should().BeEmpty();
    }

    [Fact]
    public async Task A_status_that_is_set_without_an_exception_is_sent_and_the_message_is_not()
    {
        await using RpcServer server = await RpcServer.StartAsync();
        using RpcClient client = server.Client();
        server.Script.Unary = (request, context) =>
        {
            context.Status = new Status(StatusCode.NotFound, "not here");
            context.ResponseTrailers.Add("looked", "everywhere");
            return Task.FromResult(request);
        };

        RpcAnswer answer = await client.UnaryAsync(new EchoMessage { Text = "x" });

        answer.StatusCode.Should().Be(StatusCode.NotFound);
        answer.Detail.Should().Be("not here");
        answer.Frames.Should().BeEmpty();
        answer.Find("looked").Should().Be("everywhere");
    }

    [Fact]
    public async Task A_status_after_messages_follows_them()
    {
        await using RpcServer server = await RpcServer.StartAsync();
        using RpcClient client = server.Client();
        server.Script.Expand = async (_, responses, _) =>
        {
            await responses.WriteAsync(new EchoMessage { Text = "one" });
            throw new RpcException(new Status(StatusCode.DataLoss, "then nothing"), new Metadata { { "last-bin", [7] } });
        };

        RpcAnswer answer = await client.ExpandAsync("");

        answer.Messages.Should().ContainSingle();
        answer.StatusCode.Should().Be(StatusCode.DataLoss);
        answer.TrailersOnly.Should().BeFalse();
        answer.Bytes("last-bin").Should().Equal(7);
    }

    [Fact]
    public async Task A_handler_that_returns_no_message_is_answered_with_an_error()
    {
        await using RpcServer server = await RpcServer.StartAsync();
        using RpcClient client = server.Client();
        server.Script.Unary = (_, _) => Task.FromResult<EchoMessage>(null!);

        (await client.UnaryAsync(new EchoMessage())).StatusCode.Should().Be(StatusCode.Cancelled);
        await server.ShouldStillServeAsync();
    }
}

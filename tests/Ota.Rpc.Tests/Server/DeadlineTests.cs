using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Ota.Rpc.Tests.Support;
using Ota.Testing;

namespace Ota.Rpc.Tests.Server;

public sealed class DeadlineTests
{
    private readonly ManualTime _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_call_without_a_timeout_has_no_deadline()
    {
        await using RpcServer server = await StartAsync();
        using RpcClient client = server.Client();
        DateTime deadline = default;
        server.Script.Unary = (request, context) =>
        {
            deadline = context.Deadline;
            return Task.FromResult(request);
        };

        await client.UnaryAsync(new EchoMessage());

        deadline.Should().Be(DateTime.MaxValue);
    }

    [Fact]
    public async Task The_deadline_is_the_timeout_from_now_in_UTC()
    {
        await using RpcServer server = await StartAsync();
        using RpcClient client = server.Client();
        DateTime deadline = default;
        server.Script.Unary = (request, context) =>
        {
            deadline = context.Deadline;
            return Task.FromResult(request);
        };

        await client.UnaryAsync(new EchoMessage(), ("grpc-timeout", "90S"));

        deadline.Should().Be(new DateTime(2026, 1, 1, 0, 1, 30, DateTimeKind.Utc));
        deadline.Kind.Should().Be(DateTimeKind.Utc);
    }

    [Fact]
    public async Task A_deadline_cancels_the_handler_and_answers_the_caller()
    {
        await using RpcServer server = await StartAsync();
        using RpcClient client = server.Client();
        TaskCompletionSource<CancellationToken> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Script.Unary = async (request, context) =>
        {
            started.SetResult(context.CancellationToken);
            await Task.Delay(Timeout.InfiniteTimeSpan, context.CancellationToken);
            return request;
        };
        Task<RpcAnswer> call = client.UnaryAsync(new EchoMessage(), ("grpc-timeout", "90S"));
        CancellationToken token = await started.Task.Within();

        _time.Advance(TimeSpan.FromSeconds(89));
        token.IsCancellationRequested.Should().BeFalse();
        _time.Advance(TimeSpan.FromSeconds(1));

        (await call.Within()).StatusCode.Should().Be(StatusCode.DeadlineExceeded);
        await token.FiredAsync();
        await server.ShouldStillServeAsync();
    }

    [Fact]
    public async Task A_deadline_of_weeks_strikes_when_it_is_due_and_not_at_a_timer_s_limit()
    {
        await using RpcServer server = await StartAsync();
        using RpcClient client = server.Client();
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Script.Unary = async (request, context) =>
        {
            started.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, context.CancellationToken);
            return request;
        };
        Task<RpcAnswer> call = client.UnaryAsync(new EchoMessage(), ("grpc-timeout", "2400H"));
        await started.Task.Within();

        _time.Advance(TimeSpan.FromDays(99));
        call.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromDays(1));

        (await call.Within()).StatusCode.Should().Be(StatusCode.DeadlineExceeded);
    }

    [Fact]
    public async Task Messages_sent_before_the_deadline_arrive_and_the_status_follows_them()
    {
        await using RpcServer server = await StartAsync();
        using RpcClient client = server.Client();
        TaskCompletionSource written = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Script.Expand = async (_, responses, context) =>
        {
            await responses.WriteAsync(new EchoMessage { Text = "first" });
            written.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, context.CancellationToken);
        };
        Task<RpcAnswer> call = client.ExpandAsync("", ("grpc-timeout", "5S"));
        await written.Task.Within();

        _time.Advance(TimeSpan.FromSeconds(5));

        RpcAnswer answer = await call.Within();
        answer.Messages.Should().ContainSingle().Which.Text.Should().Be("first");
        answer.StatusCode.Should().Be(StatusCode.DeadlineExceeded);
        await server.ShouldStillServeAsync();
    }

    [Fact]
    public async Task What_is_written_after_the_deadline_is_refused()
    {
        await using RpcServer server = await StartAsync();
        using RpcClient client = server.Client();
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource<Exception?> refused = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Script.Expand = async (_, responses, context) =>
        {
            started.SetResult();
            await context.CancellationToken.FiredAsync();
            refused.SetResult(await Record.ExceptionAsync(() => responses.WriteAsync(new EchoMessage(), new CancellationTokenSource().Token)));
        };
        Task<RpcAnswer> call = client.ExpandAsync("", ("grpc-timeout", "5S"));
        await started.Task.Within();

        _time.Advance(TimeSpan.FromSeconds(5));

        (await call.Within()).StatusCode.Should().Be(StatusCode.DeadlineExceeded);
        (await refused.Task.Within()).Should().BeAssignableTo<OperationCanceledException>();
        await server.ShouldStillServeAsync();
    }

    [Fact]
    public async Task A_cancellation_of_the_handler_s_own_is_not_taken_for_the_deadline()
    {
        await using RpcServer server = await StartAsync();
        using RpcClient client = server.Client();
        server.Script.Unary = (_, _) => throw new OperationCanceledException("mine");
        server.Log.Expect(1003);

        RpcAnswer answer = await client.UnaryAsync(new EchoMessage(), ("grpc-timeout", "5S"));

        answer.StatusCode.Should().Be(StatusCode.Unknown);
        await server.ShouldStillServeAsync();
    }

    private Task<RpcServer> StartAsync() => RpcServer.StartAsync(services: services => services.AddSingleton<TimeProvider>(_time));
}

using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;
using Ota.Rpc.Tests.Support;

namespace Ota.Rpc.Tests.Server;

public sealed class InterceptorTests
{
    private readonly InterceptorDiary _diary = new();

    [Fact]
    public async Task Interceptors_see_a_call_in_order_those_for_all_services_first()
    {
        await using RpcServer server = await RpcServer.StartAsync(
            options =>
            {
                options.Interceptors.Add<RecordingInterceptor>("first");
                options.Interceptors.Add<RecordingInterceptor>("second");
            },
            services => services.AddSingleton(_diary).AddGrpc().AddServiceOptions<EchoService>(
                options => options.Interceptors.Add<RecordingInterceptor>("own")));
        using RpcClient client = server.Client();
        server.Script.Unary = (request, context) =>
        {
            _diary.Add("handler");
            context.UserState["second"].Should().Be("was here");
            return Task.FromResult(request);
        };

        (await client.UnaryAsync(new EchoMessage())).StatusCode.Should().Be(StatusCode.OK);

        _diary.Lines.Take(7).Should().Equal("first in", "second in", "own in", "handler", "own out", "second out", "first out");
    }

    [Fact]
    public async Task Interceptors_see_every_kind_of_call()
    {
        await using RpcServer server = await StartAsync();
        using RpcClient client = server.Client();
        foreach (Func<Task<RpcAnswer>> call in new Func<Task<RpcAnswer>>[]
            { () => client.UnaryAsync(new EchoMessage()), () => client.CollectAsync(["a"]), () => client.ExpandAsync("a"), () => client.ChatAsync(["a"]) })
        {
            _diary.Clear();
            (await call()).StatusCode.Should().Be(StatusCode.OK);
            _diary.Lines[0].Should().Be("a in");
        }
    }

    [Fact]
    public async Task An_interceptor_made_for_a_call_is_disposed_of_with_it()
    {
        await using RpcServer server = await StartAsync();
        using RpcClient client = server.Client();

        (await client.UnaryAsync(new EchoMessage())).StatusCode.Should().Be(StatusCode.OK);
        await server.StopAsync(); // Disposal comes after the answer: when the server has stopped it has happened.

        _diary.Lines.Should().Equal("a in", "a out", "a disposed");
    }

    [Fact]
    public async Task A_registered_interceptor_is_used_as_it_is()
    {
        RecordingInterceptor single = new(_diary, "single");
        await using RpcServer server = await RpcServer.StartAsync(
            options => options.Interceptors.Add<RecordingInterceptor>(), services => services.AddSingleton(single));
        using RpcClient client = server.Client();

        await client.UnaryAsync(new EchoMessage());
        await client.UnaryAsync(new EchoMessage());

        _diary.Lines.Should().Equal("single in", "single out", "single in", "single out");
    }

    [Fact]
    public async Task An_interceptor_that_refuses_answers_with_its_status_and_the_service_is_not_called()
    {
        await using RpcServer server = await RpcServer.StartAsync(options => options.Interceptors.Add<Refusing>());
        using RpcClient client = server.Client();
        bool called = false;
        server.Script.Unary = (request, _) =>
        {
            called = true;
            return Task.FromResult(request);
        };

        RpcAnswer answer = await client.UnaryAsync(new EchoMessage());

        answer.StatusCode.Should().Be(StatusCode.PermissionDenied);
        answer.Find("who").Should().Be("nobody");
        called.Should().BeFalse();
        server.Log.ThrowIfErrors();
    }

    [Fact]
    public async Task An_interceptor_that_fails_is_an_unknown_error_without_a_word_more()
    {
        await using RpcServer server = await RpcServer.StartAsync(options => options.Interceptors.Add<Failing>());
        using RpcClient client = server.Client();
        server.Log.Expect(1003);

        RpcAnswer answer = await client.UnaryAsync(new EchoMessage());

        answer.StatusCode.Should().Be(StatusCode.Unknown);
        answer.AllHeaders.Should().NotContain(header => header.Value.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_interceptor_may_turn_an_exception_into_a_status()
    {
        await using RpcServer server = await RpcServer.StartAsync(options => options.Interceptors.Add<Mapping>());
        using RpcClient client = server.Client();
        server.Script.Unary = (_, _) => throw new KeyNotFoundException();

        (await client.UnaryAsync(new EchoMessage())).StatusCode.Should().Be(StatusCode.NotFound);
        await server.ShouldStillServeAsync();
    }

    [Fact]
    public async Task An_interceptor_whose_services_are_missing_costs_the_call_only()
    {
        await using RpcServer server = await RpcServer.StartAsync(options => options.Interceptors.Add<RecordingInterceptor>("no diary"));
        using RpcClient client = server.Client();
        server.Log.Expect(1003);

        (await client.UnaryAsync(new EchoMessage())).StatusCode.Should().Be(StatusCode.Unknown);
        server.Log.ThrowIfErrors();
    }

    [Fact]
    public void What_is_no_interceptor_cannot_be_added() =>
        new Grpc.AspNetCore.Server.GrpcServiceOptions().Interceptors.Invoking(it => it.Add(typeof(string)))
            .Should().Throw<ArgumentException>();

    private Task<RpcServer> StartAsync() => RpcServer.StartAsync(
        options => options.Interceptors.Add<RecordingInterceptor>("a"), services => services.AddSingleton(_diary));

    private sealed class Refusing : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
            throw new RpcException(new Status(StatusCode.PermissionDenied, "no"), new Metadata { { "who", "nobody" } });
    }

    private sealed class Failing : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
            throw new InvalidOperationException("hunter2");
    }

    private sealed class Mapping : Interceptor
    {
        public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            try
            {
                return await continuation(request, context);
            }
            catch (KeyNotFoundException)
            {
                throw new RpcException(new Status(StatusCode.NotFound, "not there"));
            }
        }
    }
}

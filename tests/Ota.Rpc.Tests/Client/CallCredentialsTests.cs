using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;

namespace Ota.Rpc.Tests.Client;

/// <summary>What call credentials, interceptors and WithHost put into the request.</summary>
public sealed class CallCredentialsTests
{
    [Fact]
    public async Task Credentials_of_channel_and_call_are_all_sent_in_order()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(http => http.AnswerAsync(new Note()), tls: true);
        using GrpcChannel channel = server.Channel(new GrpcChannelOptions
        {
            Credentials = ChannelCredentials.Create(new SslCredentials(TestPki.Instance.RootPem), Adds("channel")),
        });
        CallOptions options = new(credentials: CallCredentials.Compose(Adds("first"), Adds("second")));

        await new Calls.CallsClient(channel).UnaryAsync(new Note(), options).Limited();

        server.Requests.Single()["proof"].Replace(" ", "", StringComparison.Ordinal).Should().Be("channel,first,second");
    }

    [Fact]
    public async Task The_interceptor_learns_service_and_method()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(http => http.AnswerAsync(new Note()), tls: true);
        AuthInterceptorContext? seen = null;
        CallCredentials credentials = CallCredentials.FromInterceptor((context, _) =>
        {
            seen = context;
            return Task.CompletedTask;
        });
        using GrpcChannel channel = server.Channel(new GrpcChannelOptions { Credentials = new SslCredentials(TestPki.Instance.RootPem) });

        await new Calls.CallsClient(channel).UnaryAsync(new Note(), new CallOptions(credentials: credentials)).Limited();

        seen!.ServiceUrl.Should().Be($"{server.Address}/ota.rpc.tests.client.Calls");
        seen.MethodName.Should().Be("Unary");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Credentials_go_over_plain_text_only_where_that_is_asked_for(bool unsafely)
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(http => http.AnswerAsync(new Note()));
        using GrpcChannel channel = server.Channel(new GrpcChannelOptions { UnsafeUseInsecureChannelCallCredentials = unsafely });
        Task<Note> response = new Calls.CallsClient(channel).UnaryAsync(new Note(), new CallOptions(credentials: Adds("secret"))).ResponseAsync;

        if (unsafely)
        {
            await response.Limited();
            server.Requests.Single()["proof"].Should().Be("secret");
            return;
        }
        (await response.FailureAsync()).StatusCode.Should().Be(StatusCode.Unauthenticated);
        server.Requests.Should().BeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_failing_interceptor_ends_the_call_with_UNAVAILABLE_and_its_reason(bool cancelled)
    {
        CallCredentials failing = CallCredentials.FromInterceptor(
            (_, _) => throw (cancelled ? new TaskCanceledException("token server is slow") : new InvalidOperationException("token server is gone")));
        using GrpcChannel channel = GrpcChannel.ForAddress("https://127.0.0.1:1");

        RpcException failure = await new Calls.CallsClient(channel).UnaryAsync(new Note(), new CallOptions(credentials: failing)).FailureAsync();

        failure.StatusCode.Should().Be(StatusCode.Unavailable);
        failure.Status.Detail.Should().Contain("token server is");
    }

    [Fact]
    public async Task An_interceptor_that_never_answers_does_not_outlast_the_deadline()
    {
        SteppedTime time = new();
        CallCredentials silent = CallCredentials.FromInterceptor((_, _) => new TaskCompletionSource().Task);
        using GrpcChannel channel = GrpcChannel.ForAddress("https://127.0.0.1:1", new GrpcChannelOptions { Time = time });
        using AsyncUnaryCall<Note> call = new Calls.CallsClient(channel).UnaryAsync(
            new Note(), new CallOptions(deadline: time.Utc.AddSeconds(1), credentials: silent));

        time.Advance(TimeSpan.FromSeconds(1));

        (await call.FailureAsync()).StatusCode.Should().Be(StatusCode.DeadlineExceeded);
    }

    [Fact]
    public async Task Interceptors_see_a_call_in_the_order_given_and_metadata_reaches_the_server()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(http => http.AnswerAsync(new Note()));
        using GrpcChannel channel = server.Channel();
        List<string> order = [];
        CallInvoker invoker = channel
            .Intercept(metadata =>
            {
                order.Add("innermost");
                metadata.Add("added", "yes");
                return metadata;
            })
            .Intercept(new Noting("first", order), new Noting("second", order));

        await new Calls.CallsClient(invoker).UnaryAsync(new Note()).Limited();

        order.Should().Equal("first", "second", "innermost");
        server.Requests.Single()["added"].Should().Be("yes");
    }

    [Fact]
    public async Task WithHost_changes_the_authority()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(http => http.AnswerAsync(new Note()));
        using GrpcChannel channel = server.Channel();

        await new Calls.CallsClient(channel).WithHost("fleet.example").UnaryAsync(new Note()).Limited();

        server.Requests.Single()["host"].Should().Be("fleet.example");
    }

    [Fact]
    public async Task Metadata_cannot_replace_the_headers_of_the_protocol()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(http => http.AnswerAsync(new Note()));
        using GrpcChannel channel = server.Channel();

        await new Calls.CallsClient(channel).UnaryAsync(new Note(), new Metadata { { "grpc-timeout", "1n" }, { "te", "gzip" }, { "ok", "1" } }).Limited();

        server.Requests.Single().Should().NotContainKey("grpc-timeout").And.Contain("te", "trailers").And.Contain("ok", "1");
    }

    private static CallCredentials Adds(string value) => CallCredentials.FromInterceptor((_, metadata) =>
    {
        metadata.Add("proof", value);
        return Task.CompletedTask;
    });

    private sealed class Noting(string name, List<string> order) : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            order.Add(name);
            return continuation(request, context);
        }
    }
}

using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;

namespace Ota.Rpc.Tests.Client;

/// <summary>gRFC A6 on the wire; time stands still unless a test moves it.</summary>
public sealed class RetryTests
{
    private const int Unavailable = 14;

    private readonly SteppedTime _time = new();

    [Fact]
    public async Task A_listed_status_is_tried_again_and_each_attempt_says_how_many_came_before()
    {
        int calls = 0;
        await using ScriptedServer server = await ScriptedServer.StartAsync(async http =>
        {
            (await http.ReadNoteAsync())!.Number.Should().Be(6);
            if (++calls < 3)
                http.EndAtOnce(Unavailable);
            else
                await http.AnswerAsync(new Note { Number = 1 });
        });
        using GrpcChannel channel = server.Channel(Options());
        using AsyncUnaryCall<Note> call = new Calls.CallsClient(channel).UnaryAsync(new Note { Number = 6 });

        await StepAsync(2);

        (await call.Limited()).Number.Should().Be(1);
        server.Requests.Select(headers => headers.GetValueOrDefault("grpc-previous-rpc-attempts")).Should().Equal(null, "1", "2");
    }

    [Fact]
    public async Task A_status_that_is_not_listed_is_not_tried_again()
    {
        await using ScriptedServer server = await AlwaysAsync(StatusCode.Internal);
        using GrpcChannel channel = server.Channel(Options());

        (await new Calls.CallsClient(channel).UnaryAsync(new Note()).FailureAsync()).StatusCode.Should().Be(StatusCode.Internal);
        server.Requests.Should().HaveCount(1);
    }

    [Theory]
    [InlineData(2, null, 2)]
    [InlineData(4, null, 4)]
    [InlineData(9, null, 9)]
    [InlineData(9, 5, 5)]
    [InlineData(9, 1, 1)]
    public async Task The_attempts_end_at_the_lower_cap(int policy, int? channelCap, int expected)
    {
        await using ScriptedServer server = await AlwaysAsync(StatusCode.Unavailable);
        GrpcChannelOptions options = Options(retry => retry.MaxAttempts = policy);
        options.MaxRetryAttempts = channelCap;
        using GrpcChannel channel = server.Channel(options);
        using AsyncUnaryCall<Note> call = new Calls.CallsClient(channel).UnaryAsync(new Note());

        await StepAsync(expected - 1);

        (await call.FailureAsync()).StatusCode.Should().Be(StatusCode.Unavailable);
        server.Requests.Should().HaveCount(expected);
    }

    [Fact]
    public async Task Waits_grow_by_the_multiplier_up_to_the_maximum_give_or_take_a_fifth()
    {
        await using ScriptedServer server = await AlwaysAsync(StatusCode.Unavailable);
        GrpcChannelOptions options = Options(retry => retry.MaxAttempts = 40);
        options.MaxRetryAttempts = null;
        using GrpcChannel channel = server.Channel(options);
        using AsyncUnaryCall<Note> call = new Calls.CallsClient(channel).UnaryAsync(new Note());

        List<double> waits = await StepAsync(39);

        await call.FailureAsync();
        double[] middles = [.. Enumerable.Range(0, 39).Select(i => Math.Min(Math.Pow(2, i), 30))];
        double[] ratios = [.. waits.Zip(middles, (wait, middle) => wait / middle)];
        ratios.Should().AllSatisfy(ratio => ratio.Should().BeInRange(0.799, 1.201));
        ratios.Max().Should().BeGreaterThan(1.1, "the waits must be spread");
        ratios.Min().Should().BeLessThan(0.9, "the waits must be spread");
    }

    [Fact]
    public async Task The_server_says_how_long_to_wait()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(http =>
        {
            http.EndAtOnce(Unavailable, ("grpc-retry-pushback-ms", "77000"));
            return Task.CompletedTask;
        });
        using GrpcChannel channel = server.Channel(Options(retry => retry.MaxAttempts = 2));
        using AsyncUnaryCall<Note> call = new Calls.CallsClient(channel).UnaryAsync(new Note());

        (await StepAsync(1)).Should().Equal(77);
        await call.FailureAsync();
        server.Requests.Should().HaveCount(2);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("soon")]
    [InlineData("99999999999")]
    public async Task The_server_can_forbid_another_attempt(string pushback)
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(http =>
        {
            http.EndAtOnce(Unavailable, ("grpc-retry-pushback-ms", pushback));
            return Task.CompletedTask;
        });
        using GrpcChannel channel = server.Channel(Options());

        (await new Calls.CallsClient(channel).UnaryAsync(new Note()).FailureAsync()).StatusCode.Should().Be(StatusCode.Unavailable);
        server.Requests.Should().HaveCount(1);
    }

    [Fact]
    public async Task Response_headers_commit_the_call()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(async http =>
        {
            http.Begin();
            await http.Response.Body.FlushAsync();
            http.End(Unavailable);
        });
        using GrpcChannel channel = server.Channel(Options());

        (await new Calls.CallsClient(channel).UnaryAsync(new Note()).FailureAsync()).StatusCode.Should().Be(StatusCode.Unavailable);
        server.Requests.Should().HaveCount(1);
    }

    [Fact]
    public async Task The_deadline_spans_all_attempts_and_each_is_told_what_is_left()
    {
        await using ScriptedServer server = await AlwaysAsync(StatusCode.Unavailable);
        using GrpcChannel channel = server.Channel(Options(retry => retry.MaxAttempts = 3));
        using AsyncUnaryCall<Note> call = new Calls.CallsClient(channel).UnaryAsync(new Note(), deadline: _time.Utc.AddSeconds(2));
        (await _time.NextWaitAsync()).Should().Be(TimeSpan.FromSeconds(2), "the deadline is armed first");

        List<double> waits = await StepAsync(1);
        await _time.NextWaitAsync();
        _time.Advance(TimeSpan.FromSeconds(2 - waits[0]));

        (await call.FailureAsync()).StatusCode.Should().Be(StatusCode.DeadlineExceeded);
        server.Requests.Should().HaveCount(2);
        server.Requests.First()["grpc-timeout"].Should().Be("2000000u");
        server.Requests.Last()["grpc-timeout"].Should().NotBe("2000000u");
    }

    [Fact]
    public async Task A_call_is_cancelled_while_it_waits_for_its_next_attempt()
    {
        await using ScriptedServer server = await AlwaysAsync(StatusCode.Unavailable);
        using GrpcChannel channel = server.Channel(Options());
        AsyncUnaryCall<Note> call = new Calls.CallsClient(channel).UnaryAsync(new Note());

        await _time.NextWaitAsync();
        call.Dispose();

        (await call.FailureAsync()).StatusCode.Should().Be(StatusCode.Cancelled);
    }

    [Fact]
    public async Task Retries_stop_while_half_of_the_tokens_are_gone_and_successes_bring_them_back()
    {
        bool up = false;
        await using ScriptedServer server = await ScriptedServer.StartAsync(async http =>
        {
            await http.ReadAllAsync();
            if (up)
                await http.AnswerAsync(new Note());
            else
                http.EndAtOnce(Unavailable);
        });
        GrpcChannelOptions options = Options(retry => retry.MaxAttempts = 5);
        options.ServiceConfig!.RetryThrottling = new RetryThrottlingPolicy { MaxTokens = 4, TokenRatio = 0.5 };
        using GrpcChannel channel = server.Channel(options);
        Calls.CallsClient client = new(channel);

        // 4 tokens: the first failure leaves 3 (> 2, retried), the second 2 (not > 2, the end).
        Task<Note> first = client.UnaryAsync(new Note()).ResponseAsync;
        await StepAsync(1);
        await first.FailureAsync();
        server.Requests.Should().HaveCount(2);
        await client.UnaryAsync(new Note()).FailureAsync();
        server.Requests.Should().HaveCount(3, "one token is left, so there is no second attempt");
        up = true;
        for (int i = 0; i < 5; i++)
            await client.UnaryAsync(new Note()).Limited();
        up = false;
        Task<Note> last = client.UnaryAsync(new Note()).ResponseAsync;
        await StepAsync(1);
        await last.FailureAsync();
        server.Requests.Should().HaveCount(10, "3.5 tokens allow one retry again");
    }

    [Fact]
    public async Task Streamed_requests_are_sent_again_exactly_after_a_failure_in_the_middle()
    {
        byte[] sent = new byte[400_000];
        new Random(5).NextBytes(sent);
        MemoryStream received = new();
        int calls = 0;
        await using ScriptedServer server = await ScriptedServer.StartAsync(async http =>
        {
            if (++calls < 3)
            {
                for (int i = 0; i < 3 * calls; i++)
                    await http.ReadNoteAsync();
                http.EndAtOnce(Unavailable);
                return;
            }
            http.Begin();
            await http.Response.Body.FlushAsync(); // Commits the call while most of it has yet to be sent again.
            while (await http.ReadNoteAsync() is { } note)
                received.Write(note.Payload.Span);
            await http.Response.Body.WriteAsync(Wire.Frame(new Note { Number = 1 }));
            http.End(0);
        });
        using GrpcChannel channel = server.Channel(Options());
        using AsyncClientStreamingCall<Note, Note> call = new Calls.CallsClient(channel).Upload();
        Task steps = StepAsync(2);

        for (int offset = 0; offset < sent.Length; offset += 1000)
            await call.RequestStream.WriteAsync(new Note { Payload = ByteString.CopyFrom(sent, offset, 1000) }).Limited();
        await call.RequestStream.CompleteAsync();

        (await call.ResponseAsync.Limited()).Number.Should().Be(1);
        await steps;
        received.ToArray().AsSpan().SequenceEqual(sent).Should().BeTrue();
    }

    [Fact]
    public async Task A_stream_longer_than_the_buffer_is_not_tried_again()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(async http =>
        {
            for (int i = 0; i < 30; i++)
                await http.ReadNoteAsync();
            http.EndAtOnce(Unavailable);
        });
        GrpcChannelOptions options = Options();
        options.MaxRetryBufferPerCallSize = 20_000;
        using GrpcChannel channel = server.Channel(options);
        using AsyncClientStreamingCall<Note, Note> call = new Calls.CallsClient(channel).Upload();

        for (int i = 0; i < 30; i++)
            await call.RequestStream.WriteAsync(new Note { Payload = ByteString.CopyFrom(new byte[1000]) }).Limited();

        (await call.ResponseAsync.FailureAsync()).StatusCode.Should().Be(StatusCode.Unavailable);
        server.Requests.Should().HaveCount(1);
    }

    [Fact]
    public async Task A_policy_holds_for_the_most_exact_name_only()
    {
        await using ScriptedServer server = await AlwaysAsync(StatusCode.Unavailable);
        GrpcChannelOptions options = Options(retry => retry.MaxAttempts = 2);
        options.ServiceConfig!.MethodConfigs.Add(new MethodConfig
        {
            Names = { new MethodName { Service = "ota.rpc.tests.client.Calls", Method = "Download" } },
        });
        using GrpcChannel channel = server.Channel(options);
        Calls.CallsClient client = new(channel);

        await client.Download(new Note()).ResponseStream.MoveNext().FailureAsync();
        server.Requests.Should().HaveCount(1);
        Task<Note> retried = client.UnaryAsync(new Note()).ResponseAsync;
        await StepAsync(1);
        await retried.FailureAsync();
        server.Requests.Should().HaveCount(3);
    }

    private static Task<ScriptedServer> AlwaysAsync(StatusCode status) => ScriptedServer.StartAsync(http =>
    {
        http.EndAtOnce((int)status);
        return Task.CompletedTask;
    });

    private GrpcChannelOptions Options(Action<RetryPolicy>? change = null)
    {
        RetryPolicy policy = new()
        {
            MaxAttempts = 5,
            InitialBackoff = TimeSpan.FromSeconds(1),
            MaxBackoff = TimeSpan.FromSeconds(30),
            BackoffMultiplier = 2,
            RetryableStatusCodes = { StatusCode.Unavailable },
        };
        change?.Invoke(policy);
        ServiceConfig config = new() { MethodConfigs = { new MethodConfig { Names = { MethodName.Default }, RetryPolicy = policy } } };
        return new GrpcChannelOptions { ServiceConfig = config, Time = _time, Chance = new Random(1) };
    }

    /// <summary>Lets the next waits pass, each as soon as it begins; gives their seconds.</summary>
    private async Task<List<double>> StepAsync(int count)
    {
        List<double> waits = [];
        for (int i = 0; i < count; i++)
        {
            TimeSpan wait = await _time.NextWaitAsync();
            waits.Add(wait.TotalSeconds);
            _time.Advance(wait);
        }
        return waits;
    }
}

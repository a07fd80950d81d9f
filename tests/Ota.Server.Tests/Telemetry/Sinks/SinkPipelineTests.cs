using Ota.Server.Telemetry.Sinks;
using Ota.Testing;
using Polly;
using Polly.CircuitBreaker;

namespace Ota.Server.Tests.Telemetry.Sinks;

public sealed class SinkPipelineTests
{
    private readonly ManualTime _time = new(DateTimeOffset.UnixEpoch);
    private readonly SinksOptions _options = new();
    private readonly SinkPipeline _pipeline;

    public SinkPipelineTests() =>
        _pipeline = new SinkPipeline(_options, new SinkStatus("s", new TestLog().CreateLogger("s")), _time, new Random(1));

    [Fact]
    public void Each_failure_has_its_wait()
    {
        Delay(new SinkReply(SinkReplyKind.TryLater, RetryAfter: TimeSpan.FromSeconds(42))).Should().Be(TimeSpan.FromSeconds(42));
        Delay(new SinkReply(SinkReplyKind.Refused)).Should().Be(_options.RefusedDelay);
        Delay(new SinkReply(SinkReplyKind.TryLater)).Should().BeNull("the strategy chooses, with jitter");
        Delay(new SinkReply(SinkReplyKind.TryLater), attempt: 5000).Should().Be(_options.MaxDelay);
        _pipeline.DelayOf(Outcome.FromException<SinkReply>(new BrokenCircuitException("open", TimeSpan.FromSeconds(9))), 3).Should().Be(TimeSpan.FromSeconds(9));
        _pipeline.DelayOf(Outcome.FromException<SinkReply>(new HttpRequestException()), 3).Should().BeNull();
    }

    [Fact]
    public async Task A_receiver_that_is_away_for_a_day_is_asked_ever_less_often_and_never_given_up()
    {
        List<DateTimeOffset> attempts = [];
        DateTimeOffset back = _time.GetUtcNow() + TimeSpan.FromDays(1);
        SinkReply reply = await RunAsync(_ =>
        {
            attempts.Add(_time.GetUtcNow());
            return _time.GetUtcNow() < back ? throw new HttpRequestException("away") : Task.FromResult(SinkReply.Accepted);
        });
        reply.Should().Be(SinkReply.Accepted);
        attempts.Count.Should().BeInRange(24 * 60, 24 * 60 * 8);
        attempts.Zip(attempts.Skip(1), (a, b) => b - a).Should().OnlyContain(wait => wait <= TimeSpan.FromSeconds(61));
        attempts.TakeWhile(at => at < attempts[0] + TimeSpan.FromSeconds(1)).Count().Should().BeLessThan(6);
    }

    [Fact]
    public async Task A_receiver_that_does_not_answer_is_left_after_the_timeout()
    {
        int attempts = 0;
        await RunAsync(async stop =>
        {
            if (++attempts == 1) await Task.Delay(Timeout.InfiniteTimeSpan, stop);
            return SinkReply.Accepted;
        });
        attempts.Should().Be(2);
        (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Should().BeGreaterThan(_options.Timeout);
    }

    // Away from the test's own context, so that all of it happens on one thread: the clock moves only when everybody waits for it.
    private Task<SinkReply> RunAsync(Func<CancellationToken, Task<SinkReply>> attempt) => Task.Run(() =>
    {
        Task<SinkReply> running = _pipeline.RunAsync(attempt, CancellationToken.None);
        while (!running.IsCompleted) _time.Advance(TimeSpan.FromMilliseconds(100));
        return running;
    });

    private TimeSpan? Delay(SinkReply reply, int attempt = 0) => _pipeline.DelayOf(Outcome.FromResult(reply), attempt);
}

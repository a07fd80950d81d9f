using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Ota.Server.Telemetry.Sinks;

/// <summary>Tries a request until it has an answer that is not "later": retry around breaker around timeout.</summary>
internal sealed class SinkPipeline
{
    // From here on every wait is the longest one anyway, and powers of two stay small.
    private const int MostGrowth = 20;

    private readonly SinksOptions _options;
    private readonly SinkStatus _status;
    private readonly Random _chance;
    private readonly ResiliencePipeline<SinkReply> _pipeline;

    public SinkPipeline(SinksOptions options, SinkStatus status, TimeProvider time, Random chance)
    {
        _options = options;
        _status = status;
        _chance = chance;
        _pipeline = new ResiliencePipelineBuilder<SinkReply> { TimeProvider = time }
            .AddRetry(Retry())
            .AddCircuitBreaker(Breaker())
            .AddTimeout(options.Timeout)
            .Build();
    }

    /// <summary>The answer; it takes as long as the receiver is away.</summary>
    public async Task<SinkReply> RunAsync(Func<CancellationToken, Task<SinkReply>> attempt, CancellationToken stop)
    {
        SinkReply reply = await _pipeline.ExecuteAsync(async token => await attempt(token), stop);
        _status.Up();
        return reply;
    }

    private static bool IsOutage(Outcome<SinkReply> outcome) =>
        outcome.Exception is HttpRequestException or IOException or TimeoutRejectedException
        || outcome.Result is { Kind: SinkReplyKind.TryLater, RetryAfter: null };

    private RetryStrategyOptions<SinkReply> Retry() => new()
    {
        MaxRetryAttempts = int.MaxValue,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true, // Decorrelated: several servers that lost one receiver do not come back in step.
        Delay = _options.FirstDelay,
        MaxDelay = _options.MaxDelay,
        Randomizer = NextDouble,
        ShouldHandle = args => new(IsOutage(args.Outcome) || args.Outcome.Exception is BrokenCircuitException
            || args.Outcome.Result is { Kind: SinkReplyKind.TryLater or SinkReplyKind.Refused }),
        DelayGenerator = args => new(DelayOf(args.Outcome, args.AttemptNumber)),
        OnRetry = args =>
        {
            if (args.Outcome.Exception is not BrokenCircuitException) _status.Down(args.Outcome.Result, args.Outcome.Exception);
            return default;
        },
    };

    private CircuitBreakerStrategyOptions<SinkReply> Breaker() => new()
    {
        FailureRatio = 0.9,
        MinimumThroughput = 5,
        SamplingDuration = TimeSpan.FromMinutes(1),
        BreakDuration = _options.BreakTime,
        StateProvider = _status.Breaker,
        ShouldHandle = args => new(IsOutage(args.Outcome)),
    };

    /// <summary>Null lets the strategy choose.</summary>
    internal TimeSpan? DelayOf(Outcome<SinkReply> outcome, int attempt) => outcome switch
    {
        { Result.RetryAfter: { } asked } => asked,
        { Result.Kind: SinkReplyKind.Refused } => _options.RefusedDelay,
        { Exception: BrokenCircuitException { RetryAfter: { } rest } } => rest,
        _ when attempt >= MostGrowth => _options.MaxDelay,
        _ => null,
    };

    private double NextDouble()
    {
        lock (_chance) return _chance.NextDouble();
    }
}

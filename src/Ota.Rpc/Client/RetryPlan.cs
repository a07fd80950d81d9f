using System.Globalization;
using Grpc.Core;
using Grpc.Net.Client.Configuration;
using Grpc.Protocol;
using Polly;
using Polly.Retry;

namespace Grpc.Net.Client;

/// <summary>A retry policy as a Polly pipeline over attempts, with the rules of gRFC A6: jitter, pushback, throttling.</summary>
internal sealed class RetryPlan
{
    private const double Jitter = 0.2;

    private RetryPlan(ResiliencePipeline<CallAttempt> pipeline) => Pipeline = pipeline;

    public ResiliencePipeline<CallAttempt> Pipeline { get; }

    /// <exception cref="InvalidOperationException">The policy is incomplete or out of range.</exception>
    public static RetryPlan Create(RetryPolicy policy, GrpcChannelOptions options, RetryThrottle? throttle)
    {
        int attempts = policy.MaxAttempts is > 1
            ? policy.MaxAttempts.Value
            : throw new InvalidOperationException("RetryPolicy.MaxAttempts must be at least 2.");
        TimeSpan initial = Positive(policy.InitialBackoff, nameof(policy.InitialBackoff));
        TimeSpan max = Positive(policy.MaxBackoff, nameof(policy.MaxBackoff));
        double multiplier = policy.BackoffMultiplier is > 0
            ? policy.BackoffMultiplier.Value
            : throw new InvalidOperationException("RetryPolicy.BackoffMultiplier must be above 0.");
        HashSet<StatusCode> retryable = policy.RetryableStatusCodes.Count > 0
            ? [.. policy.RetryableStatusCodes]
            : throw new InvalidOperationException("RetryPolicy.RetryableStatusCodes must name at least one status.");

        attempts = Math.Min(attempts, options.MaxRetryAttempts ?? int.MaxValue);
        ResiliencePipelineBuilder<CallAttempt> builder = new() { TimeProvider = options.Time };
        if (attempts > 1)
        {
            builder.AddRetry(new RetryStrategyOptions<CallAttempt>
            {
                MaxRetryAttempts = attempts - 1,
                ShouldHandle = args => new(args.Outcome.Result is { } attempt && IsRetried(attempt, retryable, throttle)),
                DelayGenerator = args => new(Pushback(args.Outcome.Result!) ?? Backoff(args.AttemptNumber)),
            });
        }
        return new RetryPlan(builder.Build());

        TimeSpan Backoff(int retry)
        {
            double backoff = Math.Min(initial.TotalSeconds * Math.Pow(multiplier, retry), max.TotalSeconds);
            lock (options.Chance)
                return TimeSpan.FromSeconds(backoff * (1 - Jitter + (2 * Jitter * options.Chance.NextDouble())));
        }
    }

    /// <summary>Whether an attempt is followed by another. Counts it for the throttle as well: Polly asks once for each attempt.</summary>
    private static bool IsRetried(CallAttempt attempt, HashSet<StatusCode> retryable, RetryThrottle? throttle)
    {
        if (attempt.IsOpen || attempt.Status.StatusCode == StatusCode.OK)
        {
            throttle?.Succeeded();
            return false;
        }
        bool wanted = retryable.Contains(attempt.Status.StatusCode);
        bool refusedByServer = attempt.Trailers.GetValue(GrpcHeaders.RetryPushback) is not null && Pushback(attempt) is null;
        if (wanted || refusedByServer)
            throttle?.Failed();
        return wanted && !refusedByServer && attempt.MayRepeat && (throttle?.AllowsRetry ?? true);
    }

    /// <summary>How long the server asks to wait; null when it says nothing, or asks not to be tried again.</summary>
    private static TimeSpan? Pushback(CallAttempt attempt) =>
        int.TryParse(attempt.Trailers.GetValue(GrpcHeaders.RetryPushback), NumberStyles.None, CultureInfo.InvariantCulture, out int milliseconds)
            ? TimeSpan.FromMilliseconds(milliseconds)
            : null;

    private static TimeSpan Positive(TimeSpan? value, string name) => value > TimeSpan.Zero
        ? value.Value
        : throw new InvalidOperationException($"RetryPolicy.{name} must be above zero.");
}

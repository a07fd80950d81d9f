using Grpc.Net.Client.Configuration;

namespace Grpc.Net.Client;

/// <summary>The token count of <see cref="RetryThrottlingPolicy"/>.</summary>
internal sealed class RetryThrottle
{
    private readonly Lock _sync = new();
    private readonly double _max;
    private readonly double _ratio;
    private double _tokens;

    /// <exception cref="InvalidOperationException">The policy is incomplete or out of range.</exception>
    public RetryThrottle(RetryThrottlingPolicy policy)
    {
        _max = policy.MaxTokens is > 0 and <= 1000
            ? policy.MaxTokens.Value
            : throw new InvalidOperationException("RetryThrottling.MaxTokens must be above 0 and at most 1000.");
        _ratio = policy.TokenRatio is > 0
            ? policy.TokenRatio.Value
            : throw new InvalidOperationException("RetryThrottling.TokenRatio must be above 0.");
        _tokens = _max;
    }

    public bool AllowsRetry
    {
        get
        {
            lock (_sync)
                return _tokens > _max / 2;
        }
    }

    public void Failed()
    {
        lock (_sync)
            _tokens = Math.Max(0, _tokens - 1);
    }

    public void Succeeded()
    {
        lock (_sync)
            _tokens = Math.Min(_max, _tokens + _ratio);
    }
}

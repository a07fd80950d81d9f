namespace Grpc.Net.Client.Configuration;

/// <summary>
/// Counts tokens: a failure takes one, a success gives back <see cref="TokenRatio"/>; while no more than half of
/// <see cref="MaxTokens"/> are left, nothing is retried (gRFC A6).
/// </summary>
public sealed class RetryThrottlingPolicy
{
    /// <summary>Tokens at the start, and at the most. Above 0, up to 1000.</summary>
    public int? MaxTokens { get; set; }

    /// <summary>What a success gives back. Above 0.</summary>
    public double? TokenRatio { get; set; }
}

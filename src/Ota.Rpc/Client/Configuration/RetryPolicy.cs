using Grpc.Core;

namespace Grpc.Net.Client.Configuration;

/// <summary>How a call that fails is tried again (gRFC A6). All properties are required.</summary>
public sealed class RetryPolicy
{
    /// <summary>How often a call is tried, the first time included; at least 2. Capped by <see cref="GrpcChannelOptions.MaxRetryAttempts"/>.</summary>
    public int? MaxAttempts { get; set; }

    /// <summary>The wait before the second attempt, give or take a fifth.</summary>
    public TimeSpan? InitialBackoff { get; set; }

    /// <summary>The longest wait, give or take a fifth.</summary>
    public TimeSpan? MaxBackoff { get; set; }

    /// <summary>By how much each wait is longer than the one before.</summary>
    public double? BackoffMultiplier { get; set; }

    /// <summary>Which statuses are tried again.</summary>
    public IList<StatusCode> RetryableStatusCodes { get; } = [];
}

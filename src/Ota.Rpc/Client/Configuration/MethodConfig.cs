namespace Grpc.Net.Client.Configuration;

/// <summary>What holds for some methods.</summary>
public sealed class MethodConfig
{
    /// <summary>The methods.</summary>
    public IList<MethodName> Names { get; } = [];

    /// <summary>How calls that fail are tried again; null is not at all.</summary>
    public RetryPolicy? RetryPolicy { get; set; }
}

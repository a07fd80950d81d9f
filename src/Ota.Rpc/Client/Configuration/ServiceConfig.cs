namespace Grpc.Net.Client.Configuration;

/// <summary>How the client calls the methods of a server. <see href="https://github.com/grpc/grpc/blob/master/doc/service_config.md"/></summary>
public sealed class ServiceConfig
{
    /// <summary>What holds for which methods; the most exact name wins.</summary>
    public IList<MethodConfig> MethodConfigs { get; } = [];

    /// <summary>Holds retries back while the server fails most calls; null is never.</summary>
    public RetryThrottlingPolicy? RetryThrottling { get; set; }
}

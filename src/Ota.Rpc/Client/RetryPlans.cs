using Grpc.Core;
using Grpc.Net.Client.Configuration;

namespace Grpc.Net.Client;

/// <summary>The retry plans of a channel by name of method; checked as a whole when the channel is made.</summary>
internal sealed class RetryPlans
{
    private readonly Dictionary<(string Service, string Method), RetryPlan?> _plans = [];

    /// <exception cref="InvalidOperationException">A policy is incomplete, or a name is ambiguous.</exception>
    public RetryPlans(GrpcChannelOptions options)
    {
        RetryThrottle? throttle = options.ServiceConfig?.RetryThrottling is { } policy ? new RetryThrottle(policy) : null;
        foreach (MethodConfig config in options.ServiceConfig?.MethodConfigs ?? [])
        {
            RetryPlan? plan = config.RetryPolicy is null ? null : RetryPlan.Create(config.RetryPolicy, options, throttle);
            foreach (MethodName name in config.Names)
                Add(name.Service ?? "", name.Method ?? "", plan);
        }
    }

    /// <summary>The plan of the most exact name; null is no retry.</summary>
    public RetryPlan? Find(IMethod method) =>
        _plans.TryGetValue((method.ServiceName, method.Name), out RetryPlan? plan)
        || _plans.TryGetValue((method.ServiceName, ""), out plan)
        || _plans.TryGetValue(("", ""), out plan)
            ? plan
            : null;

    private void Add(string service, string method, RetryPlan? plan)
    {
        if (service.Length == 0 && method.Length > 0)
            throw new InvalidOperationException($"MethodName.Method is '{method}' without a service: set MethodName.Service too.");
        if (!_plans.TryAdd((service, method), plan))
            throw new InvalidOperationException($"ServiceConfig names '{service}/{method}' twice: keep one.");
    }
}

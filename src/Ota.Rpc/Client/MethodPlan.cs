using Grpc.Core;
using Grpc.Net.Client.Configuration;

namespace Grpc.Net.Client;

/// <summary>What a channel works out once for each method: its address and how it is retried.</summary>
internal sealed record MethodPlan(Uri Uri, RetryPlan? Retry)
{
    public static MethodPlan For(IMethod method, GrpcChannel channel)
    {
        RetryPolicy? policy = Find(channel.Options.ServiceConfig, method)?.RetryPolicy;
        return new MethodPlan(
            new Uri(channel.Address, method.FullName),
            policy is null ? null : RetryPlan.Create(policy, channel.Options, channel.Throttle));
    }

    private static MethodConfig? Find(ServiceConfig? config, IMethod method) =>
        Find(config, method.ServiceName, method.Name) ?? Find(config, method.ServiceName, "") ?? Find(config, "", "");

    private static MethodConfig? Find(ServiceConfig? config, string service, string method) =>
        config?.MethodConfigs.FirstOrDefault(candidate => candidate.Names.Any(
            name => (name.Service ?? "") == service && (name.Method ?? "") == method));
}

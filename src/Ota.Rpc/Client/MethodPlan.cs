using Grpc.Core;

namespace Grpc.Net.Client;

/// <summary>What a channel works out once for each method: its address and how it is retried.</summary>
internal sealed record MethodPlan(Uri Uri, RetryPlan? Retry)
{
    public static MethodPlan For(IMethod method, GrpcChannel channel) =>
        new(new Uri(channel.Address, method.FullName), channel.Retries.Find(method));
}

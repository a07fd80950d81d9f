using Grpc.Core;
using Ota.V1;

namespace Ota.Cli.Tests.Rollouts;

/// <summary>A server's side of ota.v1.Bundles with one bundle.</summary>
internal sealed class FakeBundles : V1.Bundles.BundlesBase
{
    public Bundle Bundle { get; set; } = Samples.Bundle();

    public override Task<Bundle> GetBundle(GetBundleRequest request, ServerCallContext context) => Bundle.Name.StartsWith(request.Name, StringComparison.Ordinal)
        ? Task.FromResult(Bundle)
        : throw new RpcException(new Grpc.Core.Status(StatusCode.NotFound, $"There is no {request.Name}."));
}

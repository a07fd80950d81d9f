using System.Diagnostics.CodeAnalysis;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps gRPC services to endpoints.</summary>
public static class GrpcEndpointRouteBuilderExtensions
{
    /// <summary>Maps every method of a service to its path.</summary>
    /// <typeparam name="TService">Derives from a generated <c>XxxBase</c>.</typeparam>
    /// <param name="builder">The endpoints of the application.</param>
    /// <exception cref="InvalidOperationException">AddGrpc was not called, or the type is no gRPC service.</exception>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The service is rooted by TService.")]
    public static GrpcServiceEndpointConventionBuilder MapGrpcService<
        [DynamicallyAccessedMembers(ServiceBinding.Members)] TService>(this IEndpointRouteBuilder builder)
        where TService : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        MappedServices mapped = builder.ServiceProvider.GetService<MappedServices>()
            ?? throw new InvalidOperationException("Call services.AddGrpc() before a gRPC service is mapped.");
        GrpcServiceOptions common = builder.ServiceProvider.GetRequiredService<IOptions<GrpcServiceOptions>>().Value;
        GrpcServiceOptions<TService> own = builder.ServiceProvider.GetRequiredService<IOptions<GrpcServiceOptions<TService>>>().Value;

        EndpointBinder<TService> binder = new(builder, own.MergeOver(common), builder.ServiceProvider.GetRequiredService<ServerServices>());
        ServiceBinding binding = ServiceBinding.Of(typeof(TService));
        binding.Bind(binder);
        if (binding.Descriptor is { } descriptor)
            mapped.Add(descriptor);
        return new GrpcServiceEndpointConventionBuilder(binder.Endpoints);
    }
}

using Grpc.AspNetCore.Server;
using Grpc.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds server reflection, v1 and v1alpha, to an application.</summary>
public static class GrpcReflectionExtensions
{
    /// <summary>Adds what server reflection needs.</summary>
    /// <param name="services">The services of the application.</param>
    public static IServiceCollection AddGrpcReflection(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton<ReflectionCatalog>();
        services.TryAddSingleton<ReflectionService>();
        services.TryAddSingleton<AlphaReflectionService>();
        return services;
    }

    /// <summary>Maps both versions of the reflection service; returns the endpoints of v1 and v1alpha.</summary>
    /// <param name="builder">The endpoints of the application.</param>
    public static IEndpointConventionBuilder MapGrpcReflectionService(this IEndpointRouteBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return new GrpcServiceEndpointConventionBuilder(
            [builder.MapGrpcService<ReflectionService>(), builder.MapGrpcService<AlphaReflectionService>()]);
    }
}

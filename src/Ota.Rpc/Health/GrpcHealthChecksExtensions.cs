using Grpc.AspNetCore.Server;
using Grpc.HealthCheck;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds <c>grpc.health.v1.Health</c> to an application.</summary>
public static class GrpcHealthChecksExtensions
{
    /// <summary>
    /// Adds the health service. The server as a whole follows the application's health checks; every mapped service is SERVING
    /// until the application stops.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    public static IHealthChecksBuilder AddGrpcHealthChecks(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton<HealthServiceImpl>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHealthCheckPublisher, Publisher>());
        return services.AddHealthChecks();
    }

    /// <summary>Maps the health service; call it after the other services are mapped.</summary>
    /// <param name="builder">The endpoints of the application.</param>
    public static GrpcServiceEndpointConventionBuilder MapGrpcHealthChecksService(this IEndpointRouteBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        GrpcServiceEndpointConventionBuilder endpoints = builder.MapGrpcService<HealthServiceImpl>();
        HealthServiceImpl health = builder.ServiceProvider.GetRequiredService<HealthServiceImpl>();
        health.SetStatus("", ServingStatus.Serving);
        foreach (var service in builder.ServiceProvider.GetRequiredService<MappedServices>().Descriptors)
            health.SetStatus(service.FullName, ServingStatus.Serving);
        builder.ServiceProvider.GetService<IHostApplicationLifetime>()?.ApplicationStopping.Register(health.Close);
        return endpoints;
    }

    private sealed class Publisher(HealthServiceImpl health) : IHealthCheckPublisher
    {
        public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
        {
            health.SetStatus("", report.Status == HealthStatus.Unhealthy ? ServingStatus.NotServing : ServingStatus.Serving);
            return Task.CompletedTask;
        }
    }
}

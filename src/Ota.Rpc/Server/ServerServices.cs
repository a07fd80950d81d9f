using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server;

/// <summary>
/// What every call needs of the application's services, resolved once when a service is mapped: asking the request for them
/// would make a service scope for each call.
/// </summary>
internal sealed class ServerServices(
    IServiceCollection registrations, IServiceProvider provider, TimeProvider time, GrpcServerMetrics metrics, ILogger<ServerServices> logger)
{
    public TimeProvider Time { get; } = time;

    public GrpcServerMetrics Metrics { get; } = metrics;

    public ILogger Logger { get; } = logger;

    /// <summary>The one instance of a type registered as singleton, or null when each call resolves or makes its own.</summary>
    public object? FindSingleton(Type type) =>
        registrations.LastOrDefault(registration => registration.ServiceType == type && !registration.IsKeyedService)?.Lifetime == ServiceLifetime.Singleton
            ? provider.GetService(type)
            : null;
}

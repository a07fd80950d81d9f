using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server;

/// <summary>Makes the service for a call: the registered one, or a new one that lives as long as the call.</summary>
internal static class ServiceActivator<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TService>
    where TService : class
{
    private static readonly Lazy<ObjectFactory<TService>> Factory = new(() => ActivatorUtilities.CreateFactory<TService>([]));

    public static TService Activate(HttpContext http)
    {
        if (http.RequestServices.GetService<TService>() is { } registered)
            return registered;
        TService service = Factory.Value(http.RequestServices, []);
        if (service is IAsyncDisposable later)
            http.Response.RegisterForDisposeAsync(later);
        else if (service is IDisposable disposable)
            http.Response.RegisterForDispose(disposable);
        return service;
    }
}

using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server;

/// <summary>Gives the service for a call: the registered one, or a new one that lives as long as the call.</summary>
internal sealed class ServiceActivator<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TService>(ServerServices services)
    where TService : class
{
    private readonly Lazy<TService?> _singleton = new(() => (TService?)services.FindSingleton(typeof(TService)));
    private readonly Lazy<ObjectFactory<TService>> _factory = new(() => ActivatorUtilities.CreateFactory<TService>([]));

    public TService Activate(HttpContext http)
    {
        if ((_singleton.Value ?? http.RequestServices.GetService<TService>()) is { } registered)
            return registered;
        TService service = _factory.Value(http.RequestServices, []);
        if (service is IAsyncDisposable later)
            http.Response.RegisterForDisposeAsync(later);
        else if (service is IDisposable disposable)
            http.Response.RegisterForDispose(disposable);
        return service;
    }
}

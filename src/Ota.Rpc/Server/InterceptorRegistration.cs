using System.Diagnostics.CodeAnalysis;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server;

/// <summary>One interceptor of a server.</summary>
public class InterceptorRegistration
{
    private readonly ObjectFactory _factory;
    private readonly object[] _arguments;

    internal InterceptorRegistration(
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type type, object[] arguments)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (!type.IsAssignableTo(typeof(Interceptor)))
            throw new ArgumentException($"{type} does not derive from {typeof(Interceptor)}.", nameof(type));
        Type = type;
        _arguments = arguments;
        _factory = ActivatorUtilities.CreateFactory(type, [.. arguments.Select(argument => argument.GetType())]);
    }

    /// <summary>The interceptor.</summary>
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)]
    public Type Type { get; }

    /// <summary>Constructor arguments that services do not supply.</summary>
    public IReadOnlyList<object> Arguments => _arguments;

    /// <summary>The registered interceptor, or a new one that lives as long as the call.</summary>
    internal Interceptor Activate(HttpContext http)
    {
        if (http.RequestServices.GetService(Type) is Interceptor registered)
            return registered;
        Interceptor interceptor = (Interceptor)_factory(http.RequestServices, _arguments);
        if (interceptor is IAsyncDisposable later)
            http.Response.RegisterForDisposeAsync(later);
        else if (interceptor is IDisposable disposable)
            http.Response.RegisterForDispose(disposable);
        return interceptor;
    }
}

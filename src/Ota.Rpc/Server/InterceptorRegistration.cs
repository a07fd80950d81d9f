using System.Diagnostics.CodeAnalysis;
using Grpc.Core.Interceptors;
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

    internal Interceptor Activate(IServiceProvider services) =>
        (Interceptor)(services.GetService(Type) ?? _factory(services, _arguments));
}

using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace Grpc.AspNetCore.Server;

/// <summary>What the generated code of a service says of it: its methods and its descriptor.</summary>
internal sealed class ServiceBinding
{
    public const DynamicallyAccessedMemberTypes Members =
        DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicMethods | DynamicallyAccessedMemberTypes.NonPublicMethods;

    private readonly MethodInfo _bind;

    private ServiceBinding(MethodInfo bind, ServiceDescriptor? descriptor)
    {
        _bind = bind;
        Descriptor = descriptor;
    }

    public ServiceDescriptor? Descriptor { get; }

    /// <summary>Finds the generated code through <see cref="BindServiceMethodAttribute"/> on a base class.</summary>
    /// <exception cref="InvalidOperationException">The type derives from no generated base class.</exception>
    public static ServiceBinding Of(Type service)
    {
        for (Type? type = service; type is not null; type = type.BaseType)
        {
            if (type.GetCustomAttribute<BindServiceMethodAttribute>() is { } attribute)
                return Of(attribute, type);
        }
        throw new InvalidOperationException($"{service} is no gRPC service: derive it from a generated XxxBase class.");
    }

    public void Bind(ServiceBinderBase binder) => _bind.Invoke(null, [binder, null]);

    private static ServiceBinding Of(BindServiceMethodAttribute attribute, Type serviceBase)
    {
        const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        MethodInfo bind = attribute.BindType.GetMethod(attribute.BindMethodName, Static, [typeof(ServiceBinderBase), serviceBase])
            ?? throw new InvalidOperationException($"{attribute.BindType} has no method {attribute.BindMethodName}(ServiceBinderBase, {serviceBase.Name}).");
        return new ServiceBinding(bind, attribute.BindType.GetProperty("Descriptor")?.GetValue(null) as ServiceDescriptor);
    }
}

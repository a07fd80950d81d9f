namespace Grpc.Core;

/// <summary>A method of a service: its name and how its messages become bytes.</summary>
/// <typeparam name="TRequest">The request message.</typeparam>
/// <typeparam name="TResponse">The response message.</typeparam>
/// <param name="type">The call kind.</param>
/// <param name="serviceName">The service's full name.</param>
/// <param name="name">The method's own name.</param>
/// <param name="requestMarshaller">Turns requests into bytes and back.</param>
/// <param name="responseMarshaller">Turns responses into bytes and back.</param>
public class Method<TRequest, TResponse>(
    MethodType type,
    string serviceName,
    string name,
    Marshaller<TRequest> requestMarshaller,
    Marshaller<TResponse> responseMarshaller) : IMethod
{
    /// <inheritdoc />
    public MethodType Type { get; } = type;

    /// <inheritdoc />
    public string ServiceName { get; } = serviceName ?? throw new ArgumentNullException(nameof(serviceName));

    /// <inheritdoc />
    public string Name { get; } = name ?? throw new ArgumentNullException(nameof(name));

    /// <summary>Turns requests into bytes and back.</summary>
    public Marshaller<TRequest> RequestMarshaller { get; } = requestMarshaller ?? throw new ArgumentNullException(nameof(requestMarshaller));

    /// <summary>Turns responses into bytes and back.</summary>
    public Marshaller<TResponse> ResponseMarshaller { get; } = responseMarshaller ?? throw new ArgumentNullException(nameof(responseMarshaller));

    /// <inheritdoc />
    public string FullName { get; } = "/" + serviceName + "/" + name;
}

namespace Grpc.Core;

/// <summary>Takes the methods that generated <c>BindService</c> code names, one call a method.</summary>
public abstract class ServiceBinderBase
{
    /// <summary>Adds a unary method.</summary>
    /// <param name="method">The method.</param>
    /// <param name="handler">Its handler; null when only the shape of the service is asked for.</param>
    public virtual void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
        where TRequest : class where TResponse : class => throw new NotSupportedException("This binder takes no unary methods.");

    /// <summary>Adds a client streaming method.</summary>
    /// <param name="method">The method.</param>
    /// <param name="handler">Its handler; null when only the shape of the service is asked for.</param>
    public virtual void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
        where TRequest : class where TResponse : class => throw new NotSupportedException("This binder takes no client streams.");

    /// <summary>Adds a server streaming method.</summary>
    /// <param name="method">The method.</param>
    /// <param name="handler">Its handler; null when only the shape of the service is asked for.</param>
    public virtual void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
        where TRequest : class where TResponse : class => throw new NotSupportedException("This binder takes no server streams.");

    /// <summary>Adds a method that streams both ways.</summary>
    /// <param name="method">The method.</param>
    /// <param name="handler">Its handler; null when only the shape of the service is asked for.</param>
    public virtual void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
        where TRequest : class where TResponse : class => throw new NotSupportedException("This binder takes no duplex streams.");
}

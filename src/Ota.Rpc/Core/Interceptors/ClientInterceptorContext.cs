namespace Grpc.Core.Interceptors;

/// <summary>The client call that an interceptor sees.</summary>
/// <typeparam name="TRequest">The request message.</typeparam>
/// <typeparam name="TResponse">The response message.</typeparam>
/// <param name="method">The method called.</param>
/// <param name="host">The authority; null is the channel's.</param>
/// <param name="options">What the call is made with.</param>
public readonly struct ClientInterceptorContext<TRequest, TResponse>(
    Method<TRequest, TResponse> method, string? host, CallOptions options)
    where TRequest : class where TResponse : class
{
    /// <summary>The method called.</summary>
    public Method<TRequest, TResponse> Method { get; } = method;

    /// <summary>The authority; null is the channel's.</summary>
    public string? Host { get; } = host;

    /// <summary>What the call is made with.</summary>
    public CallOptions Options { get; } = options;
}

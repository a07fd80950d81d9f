namespace Grpc.Core;

/// <summary>The call that an <see cref="AsyncAuthInterceptor"/> adds credentials to.</summary>
/// <param name="serviceUrl">Scheme, host and service, e.g. <c>https://host/ota.v1.System</c>.</param>
/// <param name="methodName">The method's own name.</param>
/// <param name="cancellationToken">Fires when the call is given up.</param>
public class AuthInterceptorContext(string serviceUrl, string methodName, CancellationToken cancellationToken)
{
    /// <summary>Makes a context that is never given up.</summary>
    /// <param name="serviceUrl">Scheme, host and service.</param>
    /// <param name="methodName">The method's own name.</param>
    public AuthInterceptorContext(string serviceUrl, string methodName) : this(serviceUrl, methodName, CancellationToken.None)
    {
    }

    /// <summary>Scheme, host and service.</summary>
    public string ServiceUrl { get; } = serviceUrl;

    /// <summary>The method's own name.</summary>
    public string MethodName { get; } = methodName;

    /// <summary>Fires when the call is given up.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;
}

namespace Grpc.Core;

/// <summary>Takes call credentials apart.</summary>
public abstract class CallCredentialsConfiguratorBase
{
    /// <summary>The credentials are several.</summary>
    public abstract void SetCompositeCredentials(object? state, IReadOnlyList<CallCredentials> credentials);

    /// <summary>The credentials are a function.</summary>
    public abstract void SetAsyncAuthInterceptorCredentials(object? state, AsyncAuthInterceptor interceptor);
}

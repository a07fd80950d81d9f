namespace Grpc.Core.Interceptors;

/// <summary>Puts interceptors in front of a call invoker.</summary>
public static class CallInvokerExtensions
{
    /// <summary>The invoker behind one interceptor.</summary>
    /// <param name="invoker">What makes the calls.</param>
    /// <param name="interceptor">What sees them first.</param>
    public static CallInvoker Intercept(this CallInvoker invoker, Interceptor interceptor) =>
        new InterceptingCallInvoker(
            invoker ?? throw new ArgumentNullException(nameof(invoker)),
            interceptor ?? throw new ArgumentNullException(nameof(interceptor)));

    /// <summary>The invoker behind several interceptors; the first given sees a call first.</summary>
    /// <param name="invoker">What makes the calls.</param>
    /// <param name="interceptors">What sees them, in order.</param>
    public static CallInvoker Intercept(this CallInvoker invoker, params Interceptor[] interceptors)
    {
        ArgumentNullException.ThrowIfNull(interceptors);
        return interceptors.Reverse().Aggregate(invoker, (inner, interceptor) => inner.Intercept(interceptor));
    }

    /// <summary>The invoker behind a function that changes the metadata of every call.</summary>
    /// <param name="invoker">What makes the calls.</param>
    /// <param name="interceptor">Takes the metadata (never null) and returns the one to send.</param>
    public static CallInvoker Intercept(this CallInvoker invoker, Func<Metadata, Metadata> interceptor) =>
        invoker.Intercept(new MetadataInterceptor(interceptor ?? throw new ArgumentNullException(nameof(interceptor))));
}

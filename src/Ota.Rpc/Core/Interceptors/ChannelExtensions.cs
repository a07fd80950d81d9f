namespace Grpc.Core.Interceptors;

/// <summary>Puts interceptors in front of a channel.</summary>
public static class ChannelExtensions
{
    /// <summary>The channel's invoker behind one interceptor.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="interceptor">What sees calls first.</param>
    public static CallInvoker Intercept(this ChannelBase channel, Interceptor interceptor) => Invoker(channel).Intercept(interceptor);

    /// <summary>The channel's invoker behind several interceptors; the first given sees a call first.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="interceptors">What sees calls, in order.</param>
    public static CallInvoker Intercept(this ChannelBase channel, params Interceptor[] interceptors) =>
        Invoker(channel).Intercept(interceptors);

    /// <summary>The channel's invoker behind a function that changes the metadata of every call.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="interceptor">Takes the metadata (never null) and returns the one to send.</param>
    public static CallInvoker Intercept(this ChannelBase channel, Func<Metadata, Metadata> interceptor) =>
        Invoker(channel).Intercept(interceptor);

    private static CallInvoker Invoker(ChannelBase channel) =>
        (channel ?? throw new ArgumentNullException(nameof(channel))).CreateCallInvoker();
}

namespace Grpc.Core;

/// <summary>What proves who calls, added to the metadata of each call.</summary>
public abstract class CallCredentials
{
    /// <summary>Several credentials, applied in order.</summary>
    /// <param name="credentials">At least two.</param>
    public static CallCredentials Compose(params CallCredentials[] credentials) => new Composite([.. credentials]);

    /// <summary>Credentials from a function.</summary>
    /// <param name="interceptor">Adds the proof to the metadata.</param>
    public static CallCredentials FromInterceptor(AsyncAuthInterceptor interceptor) =>
        new FromDelegate(interceptor ?? throw new ArgumentNullException(nameof(interceptor)));

    /// <summary>Hands the parts of these credentials to a configurator.</summary>
    /// <param name="configurator">Takes them.</param>
    /// <param name="state">Passed through.</param>
    public abstract void InternalPopulateConfiguration(CallCredentialsConfiguratorBase configurator, object? state);

    private sealed class Composite(IReadOnlyList<CallCredentials> credentials) : CallCredentials
    {
        public override void InternalPopulateConfiguration(CallCredentialsConfiguratorBase configurator, object? state) =>
            configurator.SetCompositeCredentials(state, credentials);
    }

    private sealed class FromDelegate(AsyncAuthInterceptor interceptor) : CallCredentials
    {
        public override void InternalPopulateConfiguration(CallCredentialsConfiguratorBase configurator, object? state) =>
            configurator.SetAsyncAuthInterceptorCredentials(state, interceptor);
    }
}

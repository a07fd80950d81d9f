namespace Grpc.Core;

/// <summary>How a channel is secured.</summary>
public abstract class ChannelCredentials
{
    /// <summary>Plain text.</summary>
    public static ChannelCredentials Insecure { get; } = new InsecureCredentials();

    /// <summary>TLS with the machine's trusted roots.</summary>
    public static ChannelCredentials SecureSsl { get; } = new SslCredentials();

    /// <summary>A secured channel whose every call carries credentials.</summary>
    /// <param name="channelCredentials">How the channel is secured.</param>
    /// <param name="callCredentials">What every call carries.</param>
    public static ChannelCredentials Create(ChannelCredentials channelCredentials, CallCredentials callCredentials) =>
        new CompositeCredentials(
            channelCredentials ?? throw new ArgumentNullException(nameof(channelCredentials)),
            callCredentials ?? throw new ArgumentNullException(nameof(callCredentials)));

    /// <summary>Hands the parts of these credentials to a configurator.</summary>
    /// <param name="configurator">Takes them.</param>
    /// <param name="state">Passed through.</param>
    public abstract void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object? state);

    private sealed class InsecureCredentials : ChannelCredentials
    {
        public override void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object? state) =>
            configurator.SetInsecureCredentials(state);
    }

    private sealed class CompositeCredentials(ChannelCredentials channel, CallCredentials call) : ChannelCredentials
    {
        public override void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object? state) =>
            configurator.SetCompositeCredentials(state, channel, call);
    }
}

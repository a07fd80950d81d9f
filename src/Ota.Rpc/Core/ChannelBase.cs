namespace Grpc.Core;

/// <summary>A connection to a server, or to a set of them, that generated clients are made over.</summary>
/// <param name="target">Where the channel leads.</param>
public abstract class ChannelBase(string target)
{
    /// <summary>Where the channel leads, e.g. <c>localhost:8443</c>.</summary>
    public string Target { get; } = target ?? throw new ArgumentNullException(nameof(target));

    /// <summary>What makes calls over this channel.</summary>
    public abstract CallInvoker CreateCallInvoker();

    /// <summary>Ends the channel; calls under way are cancelled.</summary>
    public Task ShutdownAsync() => ShutdownAsyncCore();

    /// <summary>Behind <see cref="ShutdownAsync"/>.</summary>
    protected virtual Task ShutdownAsyncCore() => Task.CompletedTask;
}

using Grpc.Core.Interceptors;

namespace Grpc.Core;

/// <summary>What generated clients derive from.</summary>
/// <typeparam name="T">The generated client.</typeparam>
public abstract class ClientBase<T> : ClientBase where T : ClientBase<T>
{
    /// <summary>For test doubles.</summary>
    protected ClientBase()
    {
    }

    /// <summary>Makes a client.</summary>
    /// <param name="configuration">How it calls.</param>
    protected ClientBase(ClientBaseConfiguration configuration) : base(configuration)
    {
    }

    /// <summary>Makes a client over a channel.</summary>
    /// <param name="channel">The channel.</param>
    protected ClientBase(ChannelBase channel) : base(channel)
    {
    }

    /// <summary>Makes a client over a call invoker.</summary>
    /// <param name="callInvoker">What makes the calls.</param>
    protected ClientBase(CallInvoker callInvoker) : base(callInvoker)
    {
    }

    /// <summary>The same client with another authority in its calls.</summary>
    /// <param name="host">The authority.</param>
    public T WithHost(string host) => NewInstance(Configuration.WithHost(host));

    /// <summary>A client of the same kind, configured differently.</summary>
    /// <param name="configuration">How it calls.</param>
    protected abstract T NewInstance(ClientBaseConfiguration configuration);
}

/// <summary>What generated clients derive from, without their own type.</summary>
public abstract class ClientBase
{
    private readonly ClientBaseConfiguration? _configuration;

    /// <summary>For test doubles.</summary>
    protected ClientBase()
    {
    }

    /// <summary>Makes a client.</summary>
    /// <param name="configuration">How it calls.</param>
    protected ClientBase(ClientBaseConfiguration configuration)
    {
        _configuration = configuration ?? throw new ArgumentNullException(nameof(configuration));
        CallInvoker = configuration.CreateCallInvoker();
    }

    /// <summary>Makes a client over a channel.</summary>
    /// <param name="channel">The channel.</param>
    protected ClientBase(ChannelBase channel) : this((channel ?? throw new ArgumentNullException(nameof(channel))).CreateCallInvoker())
    {
    }

    /// <summary>Makes a client over a call invoker.</summary>
    /// <param name="callInvoker">What makes the calls.</param>
    protected ClientBase(CallInvoker callInvoker) : this(new ClientBaseConfiguration(callInvoker, null))
    {
    }

    /// <summary>What makes the calls; null in a test double.</summary>
    protected CallInvoker CallInvoker { get; } = null!;

    internal ClientBaseConfiguration Configuration =>
        _configuration ?? throw new InvalidOperationException("A test double has no configuration.");

    /// <summary>How a client calls; generated code passes it on.</summary>
    protected internal class ClientBaseConfiguration
    {
        private readonly CallInvoker _undecorated;
        private readonly string? _host;

        internal ClientBaseConfiguration(CallInvoker undecorated, string? host)
        {
            _undecorated = undecorated ?? throw new ArgumentNullException(nameof(undecorated));
            _host = host;
        }

        internal CallInvoker CreateCallInvoker() =>
            _host is null ? _undecorated : _undecorated.Intercept(new HostInterceptor(_host));

        internal ClientBaseConfiguration WithHost(string host) => new(_undecorated, host);
    }
}

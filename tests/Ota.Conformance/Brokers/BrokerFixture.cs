namespace Ota.Conformance.Brokers;

/// <summary>A broker of its own for each suite class, so that the classes run beside each other undisturbed.</summary>
public abstract class BrokerFixture : IAsyncLifetime
{
    private PeerProcess? _process;

    public BrokerUnderTest Broker { get; private set; } = new("", 0, []);

    /// <summary>Where the broker's files are, until it ends.</summary>
    protected TempFolder Folder { get; } = new();

    public async Task InitializeAsync() => (Broker, _process) = await StartAsync();

    public async Task DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        Folder.Dispose();
    }

    /// <summary>Starts the broker, or names one that runs already.</summary>
    protected abstract Task<(BrokerUnderTest Broker, PeerProcess? Process)> StartAsync();
}

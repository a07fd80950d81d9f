namespace Ota.Testing;

/// <summary>An MQTT broker in a process of its own on a loopback port, which a test may kill and start again.</summary>
public abstract class BrokerProcess : IAsyncDisposable
{
    private PeerProcess? _process;

    public int Port { get; } = FreePort.Next();

    protected TempFolder Folder { get; } = new();

    protected PeerProcess Running => _process ?? throw new InvalidOperationException("The broker does not run.");

    /// <summary>Starts the broker; after a kill on the same port and folder.</summary>
    public async Task StartAsync() => _process = await LaunchAsync();

    /// <summary>Kills the broker as a crash would (SIGKILL); what it had not saved is gone.</summary>
    public async Task KillAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts the process and waits until it listens.</summary>
    protected abstract Task<PeerProcess> LaunchAsync();
}

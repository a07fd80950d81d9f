namespace Ota.Testing;

/// <summary>
/// Debian's mosquitto on a free loopback port, with its sessions in a folder of its own, so that a killed broker comes back with them.
/// </summary>
public sealed class Mosquitto : IAsyncDisposable
{
    private const string Executable = "/usr/sbin/mosquitto";

    private readonly TempFolder _folder = new();
    private readonly string _listener;
    private PeerProcess? _process;

    private Mosquitto(string listener)
    {
        if (!File.Exists(Executable))
            throw new InvalidOperationException("These tests need mosquitto: bash tests/run.sh installs it.");
        _listener = listener;
        Port = FreePort.Next();
    }

    public int Port { get; }

    /// <summary>Starts a broker; <paramref name="listener"/> is added to the listener's configuration, for example for TLS.</summary>
    public static async Task<Mosquitto> StartAsync(string listener = "allow_anonymous true")
    {
        Mosquitto broker = new(listener);
        File.WriteAllText(broker._folder["mosquitto.conf"], broker.Configuration());
        await broker.StartAgainAsync();
        return broker;
    }

    /// <summary>Starts the broker again on the same port and folder.</summary>
    public async Task StartAgainAsync()
    {
        _process = PeerProcess.Start(new PeerProgram(Executable, "-c", _folder["mosquitto.conf"]));
        string version = (await _process.LineAsync("mosquitto version ")).Split(' ')[0];
        await _process.LineAsync($"mosquitto version {version} running");
    }

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
        _folder.Dispose();
    }

    // The defaults lose QoS 1 messages after some thousands: no limits. Every change is saved, as far as mosquitto can.
    private string Configuration() => $"""
        user {(Environment.IsPrivilegedProcess ? "root" : Environment.UserName)}
        log_dest stderr
        log_timestamp false
        max_inflight_messages 0
        max_queued_messages 0
        max_topic_alias 10
        persistence true
        persistence_location {_folder.Path}/
        autosave_on_changes true
        autosave_interval 1
        listener {Port} 127.0.0.1
        {_listener}
        """ + "\n";
}

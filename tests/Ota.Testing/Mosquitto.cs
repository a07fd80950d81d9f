namespace Ota.Testing;

/// <summary>Debian's mosquitto, with its sessions in a folder of its own, so that a killed broker comes back with them.</summary>
public sealed class Mosquitto : BrokerProcess
{
    private const string Executable = "/usr/sbin/mosquitto";

    /// <param name="listener">Added to the listener's configuration, for example for TLS.</param>
    public Mosquitto(string listener = "allow_anonymous true")
    {
        if (!File.Exists(Executable))
            throw new InvalidOperationException("These tests need mosquitto: bash tests/run.sh installs it.");
        File.WriteAllText(Folder["mosquitto.conf"], Configuration(listener));
    }

    protected override async Task<PeerProcess> LaunchAsync()
    {
        PeerProcess process = PeerProcess.Start(new PeerProgram(Executable, "-c", Folder["mosquitto.conf"]));
        string version = (await process.LineAsync("mosquitto version ")).Split(' ')[0];
        await process.LineAsync($"mosquitto version {version} running");
        return process;
    }

    // The defaults lose QoS 1 messages after some thousands: no limits. Every change is saved, as far as mosquitto can.
    private string Configuration(string listener) => $"""
        user {(Environment.IsPrivilegedProcess ? "root" : Environment.UserName)}
        log_dest stderr
        log_timestamp false
        max_inflight_messages 0
        max_queued_messages 0
        max_topic_alias 10
        persistence true
        persistence_location {Folder.Path}/
        autosave_on_changes true
        autosave_interval 1
        listener {Port} 127.0.0.1
        {listener}
        """ + "\n";
}

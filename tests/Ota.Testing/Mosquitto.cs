namespace Ota.Testing;

/// <summary>Debian's mosquitto, with its sessions in a folder of its own, so that a killed broker comes back with them.</summary>
public sealed class Mosquitto : BrokerProcess
{
    private const string Executable = "/usr/sbin/mosquitto";
    private const string Documented = "docs/mosquitto";

    private readonly string[] _files; // Copied at each start.

    /// <param name="listener">Added to the listener's configuration, for example for TLS.</param>
    public Mosquitto(string listener = "allow_anonymous true")
        : this(Array.Empty<string>()) => Write(Configuration(listener));

    private Mosquitto(string[] files)
    {
        if (!File.Exists(Executable))
            throw new InvalidOperationException("These tests need mosquitto: bash tests/run.sh installs it.");
        _files = files;
    }

    /// <summary>Where servers connect; vehicles do at <see cref="BrokerProcess.Port"/>. Of a fleet's broker only.</summary>
    public int ServersPort { get; } = FreePort.Next();

    /// <summary>Between vehicles and a server as docs/mosquitto says, but for ports and folders.</summary>
    /// <param name="pki">The server's folder of certificates; they are there once it has started.</param>
    public static Mosquitto OfFleet(string pki)
    {
        string[] files = ["fleet-anchor.crt", "broker.crt", "broker.key", "broker-client.crt"];
        Mosquitto broker = new([.. files.Select(file => Path.Combine(pki, file)), RepositoryRoot.Combine($"{Documented}/acl")]);
        string documented = File.ReadAllText(RepositoryRoot.Combine($"{Documented}/mosquitto.conf"))
            .Replace("/etc/mosquitto/ota/", $"{broker.Folder.Path}/", StringComparison.Ordinal)
            .Replace("/var/lib/mosquitto/", $"{broker.Folder.Path}/", StringComparison.Ordinal)
            .Replace("listener 8883\n", $"listener {broker.Port} 127.0.0.1\n", StringComparison.Ordinal)
            .Replace("listener 8884\n", $"listener {broker.ServersPort} 127.0.0.1\n", StringComparison.Ordinal);
        broker.Write(Process + documented);
        return broker;
    }

    /// <summary>Waits until everything that the broker has acknowledged so far is in its file.</summary>
    public async Task SavedAsync()
    {
        // A save that has begun may be too early; the next one holds everything, and is done when the one after it begins.
        int begun = Saves(Running.Output.Split('\n'));
        int seen = 0;
        await Running.LinesUntilAsync(line => IsSave(line) && ++seen == begun + 2);
    }

    /// <summary>Removes what a broker that does not run has saved.</summary>
    public void Forget() => File.Delete(Folder["mosquitto.db"]);

    protected override async Task<PeerProcess> LaunchAsync()
    {
        foreach (string file in _files) File.Copy(file, Folder[Path.GetFileName(file)], overwrite: true);
        PeerProcess process = PeerProcess.Start(new PeerProgram(Executable, "-c", Folder["mosquitto.conf"]));
        string version = (await process.LineAsync("mosquitto version ")).Split(' ')[0];
        await process.LineAsync($"mosquitto version {version} running");
        return process;
    }

    private static string Process => $"""
        user {(Environment.IsPrivilegedProcess ? "root" : Environment.UserName)}
        log_dest stderr
        log_timestamp false
        """ + "\n";

    private static int Saves(string[] lines) => lines.Count(IsSave);

    private static bool IsSave(string line) => line.StartsWith("Saving in-memory database to ", StringComparison.Ordinal);

    private void Write(string configuration) => File.WriteAllText(Folder["mosquitto.conf"], configuration);

    // The defaults lose QoS 1 messages after some thousands: no limits. Every change is saved, as far as mosquitto can.
    private string Configuration(string listener) => Process + $"""
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

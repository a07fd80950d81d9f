namespace Ota.Conformance.Brokers;

/// <summary>Debian's mosquitto on a free port of the loopback, with settings that lose nothing: it shows that the suite is right.</summary>
public class Mosquitto : BrokerFixture
{
    private static readonly string Program =
        new[] { "/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto", "/usr/bin/mosquitto" }.FirstOrDefault(File.Exists) ?? "mosquitto";

    protected virtual string Settings =>
        """
        max_inflight_messages 0
        max_queued_messages 0
        sys_interval 1
        """;

    protected override async Task<(BrokerUnderTest Broker, PeerProcess? Process)> StartAsync()
    {
        int port = FreePort.Next();
        string file = Folder["mosquitto.conf"];
        await File.WriteAllTextAsync(file,
            $"""
            listener {port} 127.0.0.1
            allow_anonymous true
            persistence false
            retain_available true
            set_tcp_nodelay true
            log_dest stderr
            log_timestamp false
            {Settings}

            """);
        PeerProcess process = PeerProcess.Start(new PeerProgram(Program, ["-c", file]));
        string version = (await process.LineAsync("mosquitto version ")).Split(' ')[0];
        await process.LineAsync($"mosquitto version {version} running");
        // It looks for silent clients every five seconds only.
        BrokerUnderTest broker = new("127.0.0.1", port, MosquittoDeviations.All) { Slack = TimeSpan.FromSeconds(6) };
        return (broker, process);
    }
}

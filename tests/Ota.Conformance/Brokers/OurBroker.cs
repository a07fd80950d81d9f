namespace Ota.Conformance.Brokers;

/// <summary>
/// Our broker, in a process of its own because this project references nothing in src; or the broker that runs at
/// OTA_CONFORMANCE_BROKER (host:port).
/// </summary>
public sealed class OurBroker : BrokerFixture
{
    /// <summary>Prints "LISTENING port" when it serves.</summary>
    private static PeerProgram Command { get; } = new("dotnet", [BenchAssembly, "mqtt-broker", "--port", "0"]);

    private static string BenchAssembly
    {
        get
        {
            // artifacts of this project: tests/Ota.Conformance/bin/<configuration>/net10.0
            DirectoryInfo output = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
            string root = output.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
            return Path.Combine(root, "bench", "Ota.Bench", "bin", output.Parent.Name, output.Name, "Ota.Bench.dll");
        }
    }

    protected override async Task<(BrokerUnderTest Broker, PeerProcess? Process)> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("OTA_CONFORMANCE_BROKER") is { Length: > 0 } address)
            return (BrokerUnderTest.At(address), null);
        PeerProcess process = PeerProcess.Start(Command);
        int port = int.Parse(await process.LineAsync("LISTENING "));
        return (new BrokerUnderTest("127.0.0.1", port, []), process);
    }
}

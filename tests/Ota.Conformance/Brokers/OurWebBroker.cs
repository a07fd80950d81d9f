namespace Ota.Conformance.Brokers;

/// <summary>
/// Our broker alone in a process of its own, with a port for WebSocket; or the broker that runs at OTA_CONFORMANCE_BROKER (host:port)
/// and, on the same host, at the port OTA_CONFORMANCE_WEB.
/// </summary>
public sealed class OurWebBroker : BrokerFixture
{
    protected override async Task<(BrokerUnderTest Broker, PeerProcess? Process)> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("OTA_CONFORMANCE_BROKER") is { Length: > 0 } address
            && int.TryParse(Environment.GetEnvironmentVariable("OTA_CONFORMANCE_WEB"), out int other))
            return (BrokerUnderTest.At(address) with { WebPort = other }, null);
        PeerProcess process = PeerProcess.Start(new PeerProgram("dotnet", BuiltProgram.Mqtt), "broker", "0", "0");
        int[] ports = [.. (await process.LineAsync("LISTENING ")).Split(' ').Select(int.Parse)];
        return (new BrokerUnderTest("127.0.0.1", ports[0], []) { WebPort = ports[1] }, process);
    }
}

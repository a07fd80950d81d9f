using System.Text.Json;

namespace Ota.Conformance.Brokers;

/// <summary>
/// Our broker, in the server's own process because this project references nothing in src; or the broker that runs at
/// OTA_CONFORMANCE_BROKER (host:port).
/// </summary>
public sealed class OurBroker : BrokerFixture
{
    protected override async Task<(BrokerUnderTest Broker, PeerProcess? Process)> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("OTA_CONFORMANCE_BROKER") is { Length: > 0 } address)
            return (BrokerUnderTest.At(address), null);
        PeerProcess process = PeerProcess.Start(
            new PeerProgram("dotnet", BuiltProgram.Server),
            "--data", Folder["server"], "--dev", "--https-port", "0", "--http-port", "0", "--grpc-port", "0", "--mqtt-port", "0");
        string line = await process.LineAsync("{\"https\":");
        int port = JsonDocument.Parse("{\"https\":" + line).RootElement.GetProperty("mqtt").GetInt32();
        return (new BrokerUnderTest("127.0.0.1", port, []), process);
    }
}

using System.Text.Json;

namespace Ota.Conformance.Brokers;

/// <summary>
/// Our broker, in the server's own process because this project references nothing in src; or the broker that runs at
/// OTA_CONFORMANCE_BROKER (host:port), with WebSocket at the port OTA_CONFORMANCE_WEB.
/// </summary>
public sealed class OurBroker : BrokerFixture
{
    protected override async Task<(BrokerUnderTest Broker, PeerProcess? Process)> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("OTA_CONFORMANCE_BROKER") is { Length: > 0 } address)
        {
            _ = int.TryParse(Environment.GetEnvironmentVariable("OTA_CONFORMANCE_WEB"), out int web);
            return (BrokerUnderTest.At(address) with { WebPort = web }, null);
        }
        PeerProcess process = PeerProcess.Start(
            new PeerProgram("dotnet", BuiltProgram.Server),
            "--data", Folder["server"], "--dev", "--https-port", "0", "--mqtts-port", "0", "--http-port", "0", "--grpc-port", "0", "--mqtt-port", "0");
        string line = await process.LineAsync("{\"https\":");
        JsonElement ports = JsonDocument.Parse("{\"https\":" + line).RootElement;
        BrokerUnderTest broker = new("127.0.0.1", ports.GetProperty("mqtt").GetInt32(), []) { WebPort = ports.GetProperty("http").GetInt32() };
        return (broker, process);
    }
}

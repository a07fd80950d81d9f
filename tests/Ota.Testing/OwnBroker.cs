namespace Ota.Testing;

/// <summary>Our broker, which keeps its sessions in memory: a killed one comes back without them.</summary>
public sealed class OwnBroker : BrokerProcess
{
    protected override async Task<PeerProcess> LaunchAsync()
    {
        PeerProcess process = PeerProcess.Start(new PeerProgram("dotnet", BuiltProgram.Mqtt), "broker", $"{Port}", "0");
        await process.LineAsync("LISTENING ");
        return process;
    }
}

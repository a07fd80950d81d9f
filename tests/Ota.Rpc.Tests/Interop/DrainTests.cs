using Ota.Testing;

namespace Ota.Rpc.Tests.Interop;

public sealed class DrainTests
{
    [Theory]
    [InlineData("python")]
    [InlineData("node")]
    public async Task A_foreign_call_in_flight_ends_well_while_the_server_stops_and_a_new_one_is_unavailable(string peer)
    {
        PeerProgram program = peer == "python" ? PeerProgram.PythonGrpc() : PeerProgram.NodeGrpc();
        InteropHost host = new();
        await host.InitializeAsync();
        await using PeerProcess client = PeerProcess.Start(program, "client", "--port", $"{host.PlainPort}", "--case", "drain");
        await client.LineAsync("IN FLIGHT");

        Task stopping = host.StopAsync();

        (await client.ExitAsync()).Should().Be(0, client.Output);
        await stopping;
        await host.DisposeAsync();
    }
}

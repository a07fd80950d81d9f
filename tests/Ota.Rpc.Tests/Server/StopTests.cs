using Grpc.Core;
using Ota.Rpc.Tests.Hostile;
using Ota.Rpc.Tests.Support;

namespace Ota.Rpc.Tests.Server;

public sealed class StopTests
{
    [Fact]
    public async Task A_call_that_ends_after_the_server_said_goodbye_is_answered_and_the_server_stops_once_its_client_leaves()
    {
        await using RpcServer server = await RpcServer.StartAsync();
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource<EchoMessage> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Script.Unary = (_, _) =>
        {
            begun.SetResult();
            return answer.Task;
        };
        await using RawHttp2 peer = await RawHttp2.ConnectAsync(server.Port);
        Task<RawAnswer> call = peer.CallAsync(1, "/ota.rpc.tests.Echo/Unary", RpcClient.Frame(new EchoMessage()));
        await begun.Task.Within();

        Task stopping = server.StopAsync();
        await peer.ReadAsync(0, frame => frame.Type == RawFrameType.GoAway);
        answer.SetResult(new EchoMessage { Text = "late" });

        (await call).StatusCode.Should().Be(StatusCode.OK);
        // Kestrel stops its heartbeat first, so only bytes or the end of a connection show it that no call is left there. Every real
        // client closes after GOAWAY; one that does not holds the stop up until its time is over.
        await peer.DisposeAsync();
        await stopping.Within();
        server.Log.ThrowIfErrors();
    }
}

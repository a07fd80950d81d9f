using Grpc.Core;
using Grpc.Net.Client;
using Ota.Testing;

namespace Ota.Rpc.Tests.Client;

public sealed class WaitForReadyTests
{
    private readonly SteppedTime _time = new();

    [Fact]
    public async Task A_call_that_waits_connects_once_the_server_is_there()
    {
        using ClosedPort port = new(); // Held to the end; the server opens it all the same.
        string address = $"http://127.0.0.1:{port.Number}";
        using GrpcChannel channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { Time = _time, Chance = new Random(1) });
        using AsyncUnaryCall<Note> call = new Calls.CallsClient(channel).UnaryAsync(new Note(), new CallOptions().WithWaitForReady());

        for (int i = 0; i < 2; i++)
            _time.Advance(await _time.NextWaitAsync());
        TimeSpan third = await _time.NextWaitAsync();
        await using ScriptedServer server = await ScriptedServer.StartAsync(http => http.AnswerAsync(new Note { Number = 8 }), port: port.Number);
        _time.Advance(third);

        (await call.Limited()).Number.Should().Be(8);
        third.TotalSeconds.Should().BeInRange(0.8 * 1.6 * 1.6, 1.2 * 1.6 * 1.6);
    }

    [Fact]
    public async Task A_call_that_waits_in_vain_ends_at_its_deadline()
    {
        using ClosedPort closed = new();
        using GrpcChannel channel = GrpcChannel.ForAddress(
            $"http://127.0.0.1:{closed.Number}", new GrpcChannelOptions { Time = _time, Chance = new Random(1) });
        using AsyncUnaryCall<Note> call = new Calls.CallsClient(channel).UnaryAsync(
            new Note(), new CallOptions(deadline: _time.Utc.AddSeconds(3)).WithWaitForReady());

        await _time.NextWaitAsync();
        await _time.NextWaitAsync();
        _time.Advance(TimeSpan.FromSeconds(3));

        (await call.FailureAsync()).StatusCode.Should().Be(StatusCode.DeadlineExceeded);
    }
}

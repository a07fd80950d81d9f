using Grpc.Core;
using Grpc.Net.Client;

namespace Ota.Rpc.Tests.Client;

[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
[Collection(nameof(AllocationTests))]
public sealed class AllocationTests
{
    [Fact]
    public async Task A_streamed_message_costs_little_more_than_itself()
    {
        const int Messages = 100_000;
        byte[] block = [.. Enumerable.Range(0, 1000).SelectMany(i => Wire.Frame(new Note { Number = i + 1 }))];
        await using ScriptedServer server = await ScriptedServer.StartAsync(async http =>
        {
            http.Begin();
            for (int i = 0; i < Messages / 1000; i++)
                await http.Response.Body.WriteAsync(block);
            http.End(0);
        });
        using GrpcChannel channel = server.Channel();
        await ReadAllAsync(channel);

        long before = GC.GetTotalAllocatedBytes(precise: true);
        int read = await ReadAllAsync(channel);
        long perMessage = (GC.GetTotalAllocatedBytes(precise: true) - before) / Messages;

        read.Should().Be(Messages);
        // A Note is 48 bytes; what CodedInputStream and the transport take per block is spread over many.
        perMessage.Should().BeLessThan(120);
    }

    private static async Task<int> ReadAllAsync(GrpcChannel channel)
    {
        using AsyncServerStreamingCall<Note> call = new Calls.CallsClient(channel).Download(new Note());
        int count = 0;
        while (await call.ResponseStream.MoveNext())
            count++;
        return count;
    }
}

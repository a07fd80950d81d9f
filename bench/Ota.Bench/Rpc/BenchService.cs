using Google.Protobuf;
using Grpc.Core;

namespace Ota.Bench.Rpc;

internal sealed class BenchService : Bench.BenchBase
{
    public override Task<Payload> Echo(Payload request, ServerCallContext context) => Task.FromResult(request);

    public override async Task Download(DownloadRequest request, IServerStreamWriter<Payload> responseStream, ServerCallContext context)
    {
        Payload payload = new() { Body = ByteString.CopyFrom(new byte[request.Size]) };
        for (int i = 0; i < request.Count; i++)
            await responseStream.WriteAsync(payload);
    }

    public override async Task<UploadResponse> Upload(IAsyncStreamReader<Payload> requestStream, ServerCallContext context)
    {
        long count = 0;
        while (await requestStream.MoveNext(context.CancellationToken))
            count++;
        return new UploadResponse { Count = count };
    }

    public override async Task PingPong(
        IAsyncStreamReader<Payload> requestStream, IServerStreamWriter<Payload> responseStream, ServerCallContext context)
    {
        while (await requestStream.MoveNext(context.CancellationToken))
            await responseStream.WriteAsync(requestStream.Current);
    }
}

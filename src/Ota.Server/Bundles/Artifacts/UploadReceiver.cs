using Grpc.Core;
using Ota.Server.Hosting;

namespace Ota.Server.Bundles.Artifacts;

/// <summary>Leads one call of Upload from its first message to the artifact.</summary>
internal sealed class UploadReceiver(Uploads uploads, ArtifactsMetrics metrics, ILogger<UploadReceiver> log)
{
    private const int MaxData = 1 << 20;

    // errno: the disk, the quota, the largest file.
    private static readonly int[] NoRoom = [28, 122, 27];

    public async Task<V1.UploadResponse> ReceiveAsync(IAsyncStreamReader<V1.UploadRequest> requests, string who, CancellationToken stop)
    {
        if (!await requests.MoveNext(stop)) throw Failure(StatusCode.InvalidArgument, "The stream has no message: send upload_id and offset first.");
        V1.UploadRequest first = requests.Current;
        await using UploadTurn turn = await uploads.BeginAsync(who, first.UploadId, first.Offset, stop);
        try
        {
            await turn.CatchUpAsync();
            do
            {
                Check(requests.Current, isFirst: ReferenceEquals(requests.Current, first));
                await turn.AppendAsync(requests.Current.Data.Memory);
                metrics.Received(requests.Current.Data.Length);
            }
            while (await requests.MoveNext(turn.TakenOver));
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            await turn.FlushAsync();
            throw Failure(StatusCode.Aborted, "Another call took this upload over.");
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or RpcException)
        {
            // What came is kept for the next call, unless writing it is what failed; then this fails too.
            await turn.FlushAsync();
            throw;
        }

        long length = await turn.FlushAsync();
        if (length < turn.Upload.Terms.Artifact.Length) return new V1.UploadResponse { Offset = length };
        StoredArtifact artifact = uploads.Finish(turn);
        log.Stored(artifact.Terms.Sha256, artifact.Terms.Length, artifact.Creator);
        metrics.Stored();
        return new V1.UploadResponse { Artifact = ArtifactMessages.From(artifact), Offset = length };
    }

    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: the disk is full.</exception>
    public async Task<T> GuardAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (IOException e) when (NoRoom.Contains(e.HResult))
        {
            log.NoRoom(e);
            throw Failure(StatusCode.ResourceExhausted, "The server's disk is full: make room there, then upload again; it goes on where it was.");
        }
    }

    private static void Check(V1.UploadRequest request, bool isFirst)
    {
        Violations violations = new();
        if (request.Data.Length > MaxData) violations.Add("data", "More than 1 MiB in one message; send several.");
        if (!isFirst && (request.UploadId.Length > 0 || request.Offset != 0))
            violations.Add("upload_id", "Only the first message names upload and offset.");
        violations.ThrowIfAny();
    }

    private static RpcException Failure(StatusCode code, string sentence) => new(new Status(code, sentence));
}

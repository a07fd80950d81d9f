using Google.Protobuf;
using Grpc.Core;
using Ota.V1;

namespace Ota.Cli.Artifacts;

/// <summary>Uploads one file. A lost connection is taken up again as long as each new one gets further than the one before.</summary>
internal sealed class ArtifactUpload(Session session, FileStream file, StartUploadRequest terms, ProgressBar bar)
{
    private const int PieceSize = 64 * 1024;

    private static readonly TimeSpan[] Pauses = [.. new[] { 0.2, 0.5, 1, 2, 4, 4, 4 }.Select(TimeSpan.FromSeconds)];

    public async Task<(Artifact Artifact, bool WasThere)> RunAsync()
    {
        int failures = 0;
        long furthest = -1;
        bool hasSent = false;
        while (true)
        {
            try
            {
                StartUploadResponse start = await session.Artifacts.StartUploadAsync(terms, session.Options());
                if (start.Artifact is not null) return (start.Artifact, !hasSent);
                if (start.Offset > furthest) failures = 0;
                furthest = Math.Max(furthest, start.Offset);
                hasSent = true;
                return (await SendAsync(start), false);
            }
            catch (RpcException e) when (IsPassing(e) && failures < Pauses.Length)
            {
                await Task.Delay(Pauses[failures++], session.Around.Time, session.Stop);
            }
            catch (RpcException e)
            {
                throw session.Explain(e);
            }
        }
    }

    // What a cut or a restart looks like; OUT_OF_RANGE means that the server took less or more of it than was known here.
    private bool IsPassing(RpcException failure) =>
        !session.Stop.IsCancellationRequested
        && session.Connection.TrustProblem is null
        && session.Connection.Answered
        && failure.StatusCode is StatusCode.Unavailable or StatusCode.Internal or StatusCode.Cancelled or StatusCode.OutOfRange;

    private async Task<Artifact> SendAsync(StartUploadResponse start)
    {
        using AsyncClientStreamingCall<UploadRequest, UploadResponse> call = session.Start(options => session.Artifacts.Upload(options));
        try
        {
            await WriteAsync(call.RequestStream, start);
        }
        catch (RpcException)
        {
            // The call has ended; its status, which the response has, says why.
        }

        UploadResponse response = await call.ResponseAsync;
        return response.Artifact ?? throw CliException.Refused($"{file.Name} became shorter while it was uploaded; upload it again when it rests.");
    }

    private async Task WriteAsync(IClientStreamWriter<UploadRequest> stream, StartUploadResponse start)
    {
        await stream.WriteAsync(new UploadRequest { UploadId = start.UploadId, Offset = start.Offset });
        byte[] piece = new byte[PieceSize];
        long sent = start.Offset;
        while (sent < terms.Length)
        {
            int size = await RandomAccess.ReadAsync(file.SafeFileHandle, piece.AsMemory(0, (int)Math.Min(PieceSize, terms.Length - sent)), sent, session.Stop);
            if (size == 0) break;
            // The stream has written the bytes into its own buffer when it lets the next message come.
            await stream.WriteAsync(new UploadRequest { Data = UnsafeByteOperations.UnsafeWrap(piece.AsMemory(0, size)) });
            sent += size;
            bar.Sent(sent);
        }

        await stream.CompleteAsync();
    }
}

using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Win32.SafeHandles;

namespace Ota.Server.Bundles.Artifacts;

/// <summary>
/// Sends part of a file from the page cache into the connection's own pipe: one copy, in pieces so large that TLS makes whole records of
/// 16 KiB. A reader that is too slow for Kestrel's least rate is cut off.
/// </summary>
internal sealed class ArtifactSender(ArtifactsMetrics metrics, ILogger<ArtifactSender> log)
{
    // Measured (bench, "artifacts"): with 16 KiB a fourth slower over TLS, above this no faster; it is what a download costs in memory.
    private const int PieceSize = 128 * 1024;

    public async Task SendAsync(HttpContext http, string name, SafeFileHandle file, ByteRange range, DownloadShare share)
    {
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        CancellationToken stop = http.RequestAborted;
        PipeWriter output = http.Response.BodyWriter;
        long sent = 0;
        try
        {
            while (sent < range.Length)
            {
                int size = (int)Math.Min(PieceSize, range.Length - sent);
                await share.TakeAsync(size, stop);
                int read = RandomAccess.Read(file, output.GetSpan(size)[..size], range.From + sent);
                if (read == 0) throw new EndOfStreamException("The file is shorter than it was.");
                output.Advance(read);
                sent += read;
                FlushResult flushed = await output.FlushAsync(stop);
                if (flushed.IsCompleted || flushed.IsCanceled) return;
            }
        }
        catch (OperationCanceledException)
        {
            // The client left; it may come back for the rest.
        }
        catch (IOException e) when (!stop.IsCancellationRequested)
        {
            log.ReadFailed(name, e);
            http.Abort(); // The length was promised: an end that looks regular would be a lie.
        }
        finally
        {
            metrics.Sent(sent);
        }
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Ota.Simulator.Agent.Downloads;

/// <summary>
/// Fetches images into files that outlast cuts and kills: what lies on disk is never fetched again. An image is named by what it is, so the
/// rest of it is always the rest of the same.
/// </summary>
internal sealed class ResumableDownload(HttpClient http, string folder)
{
    private const int BufferSize = 64 * 1024;
    private const long FlushEvery = 4L * 1024 * 1024;
    private const int DiskFull = unchecked((int)0x80070070);
    private const int NoSpaceLeft = 28; // ENOSPC

    private static readonly TimeSpan StalledAfter = TimeSpan.FromSeconds(60);

    private long _fetched;

    /// <summary>Bytes that came over the network.</summary>
    public long Fetched => Interlocked.Read(ref _fetched);

    public string FileOf(string sha256) => Path.Combine(folder, sha256);

    /// <summary>Fetches what is missing of an image, and hashes all of it at the end.</summary>
    /// <param name="path">Where the server has it.</param>
    /// <param name="sha256">Hexadecimal.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="stop">Leaves the rest for later.</param>
    public async Task<DownloadOutcome> FetchAsync(Uri path, string sha256, long length, CancellationToken stop)
    {
        string done = FileOf(sha256);
        if (File.Exists(done)) return DownloadOutcome.Done;
        Directory.CreateDirectory(folder);
        string part = done + ".part";
        try
        {
            if (!await FillAsync(path, part, length, stop)) return DownloadOutcome.Cut;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return DownloadOutcome.Cut; // Nothing came for too long: slow retrieval is an attack too.
        }
        catch (HttpRequestException)
        {
            return DownloadOutcome.Cut;
        }
        catch (IOException e) when (e.HResult is DiskFull or NoSpaceLeft)
        {
            return DownloadOutcome.NoSpace;
        }
        catch (IOException)
        {
            return DownloadOutcome.Cut;
        }

        if (await IsAsync(part, sha256, length, stop))
        {
            File.Move(part, done, overwrite: true);
            return DownloadOutcome.Done;
        }

        File.Delete(part);
        return DownloadOutcome.NotAsSigned;
    }

    /// <summary>Whether a file that was fetched is still the image.</summary>
    public Task<bool> IsAsync(string sha256, long length, CancellationToken stop) => IsAsync(FileOf(sha256), sha256, length, stop);

    /// <summary>Throws everything away that was fetched.</summary>
    public void Clear()
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    private async Task<bool> FillAsync(Uri path, string part, long length, CancellationToken stop)
    {
        await using FileStream file = new(part, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
        if (file.Length >= length) return true; // All there, or too much, which the hash shows.
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        if (file.Length > 0) request.Headers.Range = new RangeHeaderValue(file.Length, null);
        using HttpResponseMessage answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        if (answer.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.PartialContent)) return false;
        bool isRest = answer.StatusCode == HttpStatusCode.PartialContent && answer.Content.Headers.ContentRange?.From == file.Length;
        if (!isRest) file.SetLength(0); // A server that does not know ranges gives all of it.
        file.Position = file.Length;
        await using Stream content = await answer.Content.ReadAsStreamAsync(stop);
        await CopyAsync(content, file, length, stop);
        return file.Length >= length;
    }

    private async Task CopyAsync(Stream content, FileStream file, long length, CancellationToken stop)
    {
        byte[] buffer = new byte[BufferSize];
        long unflushed = 0;
        try
        {
            // One byte more than there should be is enough to know.
            using CancellationTokenSource stalled = CancellationTokenSource.CreateLinkedTokenSource(stop);
            stalled.CancelAfter(StalledAfter);
            while (file.Length <= length && await content.ReadAsync(buffer, stalled.Token) is > 0 and int read)
            {
                stalled.CancelAfter(StalledAfter);
                await file.WriteAsync(buffer.AsMemory(0, read), CancellationToken.None);
                Interlocked.Add(ref _fetched, read);
                unflushed += read;
                if (unflushed < FlushEvery) continue;
                file.Flush(flushToDisk: true);
                unflushed = 0;
            }
        }
        finally
        {
            file.Flush(flushToDisk: true); // What is counted as there must be there after a power cut.
        }
    }

    private static async Task<bool> IsAsync(string file, string sha256, long length, CancellationToken stop)
    {
        if (!File.Exists(file)) return false;
        await using FileStream content = File.OpenRead(file);
        return content.Length == length && Convert.ToHexStringLower(await SHA256.HashDataAsync(content, stop)) == sha256;
    }
}

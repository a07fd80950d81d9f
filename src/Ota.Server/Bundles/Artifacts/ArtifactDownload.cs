using System.Globalization;
using Microsoft.Net.Http.Headers;
using Microsoft.Win32.SafeHandles;
using Ota.Server.Hosting;

namespace Ota.Server.Bundles.Artifacts;

/// <summary>GET and HEAD of /artifacts/sha256/{sha256}, as RFC 9110 wants them for content that never changes.</summary>
internal sealed class ArtifactDownload(
    ArtifactFolder folder, ArtifactDoor door, DownloadShares shares, ArtifactSender sender, ArtifactsMetrics metrics, ILogger<ArtifactDownload> log)
{
    private const int RetrySeconds = 10;

    public Task ServeAsync(HttpContext http) => ServeAsync(http, http.GetRouteValue("sha256") as string);

    /// <summary>Serves an artifact whose name stands elsewhere in the URL, or nowhere.</summary>
    public async Task ServeAsync(HttpContext http, string? name)
    {
        await AnswerAsync(http, name);
        metrics.Answered(http.Response.StatusCode);
    }

    private async Task AnswerAsync(HttpContext http, string? name)
    {
        if (!ArtifactTerms.IsSha256(name))
        {
            await RefuseAsync(http, StatusCodes.Status404NotFound, "An artifact is named by 64 lower-case hexadecimal digits.");
            return;
        }

        DownloadAdmission admission = await door.AdmitAsync(http, name!);
        if (!admission.IsGranted)
        {
            log.DownloadRefused(admission.ClientOrReason);
            await RefuseAsync(http, admission.Status, admission.ClientOrReason);
            return;
        }

        using SafeFileHandle? file = TryOpen(folder.FileOf(name!));
        if (file is null)
            await RefuseAsync(http, StatusCodes.Status404NotFound, "There is no such artifact.");
        else
            await AnswerAsync(http, name!, file, admission.ClientOrReason);
    }

    private async Task AnswerAsync(HttpContext http, string name, SafeFileHandle file, string client)
    {
        HttpResponse response = http.Response;
        EntityTagHeaderValue tag = new($"\"{name}\"");
        long length = RandomAccess.GetLength(file);
        SetHeaders(response, name, tag);
        if (EntityTags.IsOther(http, tag))
        {
            response.StatusCode = StatusCodes.Status412PreconditionFailed;
            return;
        }

        if (EntityTags.IsThere(http, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = "application/octet-stream";
        bool isHead = HttpMethods.IsHead(http.Request.Method);
        // RFC 9110, 14.2: Range means nothing with HEAD.
        ByteRange? part = isHead ? null : ByteRange.Read(http.Request.GetTypedHeaders(), tag, length);
        if (part is { Length: 0 })
        {
            response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes */{length}");
            await RefuseAsync(http, StatusCodes.Status416RangeNotSatisfiable, $"The artifact has {length} bytes.");
            return;
        }

        ByteRange sent = part ?? new ByteRange(0, length);
        response.ContentLength = sent.Length;
        if (part is not null)
        {
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {sent.From}-{sent.From + sent.Length - 1}/{length}");
        }

        if (isHead) return;
        using DownloadShare? share = shares.TryEnter(client, out bool isOwnLimit);
        if (share is null)
            await RefuseAsync(http, isOwnLimit);
        else
            await sender.SendAsync(http, name, file, sent, share);
    }

    private static SafeFileHandle? TryOpen(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.SequentialScan);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static void SetHeaders(HttpResponse response, string name, EntityTagHeaderValue tag)
    {
        response.Headers.ETag = tag.ToString();
        response.Headers.CacheControl = "public, immutable, max-age=31536000";
        response.Headers.AcceptRanges = "bytes";
        response.Headers["Repr-Digest"] = $"sha-256=:{Convert.ToBase64String(Convert.FromHexString(name))}:"; // RFC 9530
    }

    private static Task RefuseAsync(HttpContext http, bool isOwnLimit)
    {
        http.Response.Headers.RetryAfter = RetrySeconds.ToString(CultureInfo.InvariantCulture);
        http.Response.Headers.Remove(HeaderNames.ContentRange);
        return isOwnLimit
            ? RefuseAsync(http, StatusCodes.Status429TooManyRequests, "You have too many downloads at once: finish one, then go on by range.")
            : RefuseAsync(http, StatusCodes.Status503ServiceUnavailable, "There are too many downloads at once: try again later, and go on by range.");
    }

    // A refusal must not be kept for a year.
    private static Task RefuseAsync(HttpContext http, int status, string sentence)
    {
        HttpResponse response = http.Response;
        response.Headers.Remove(HeaderNames.ETag);
        response.Headers.Remove("Repr-Digest");
        if (status == StatusCodes.Status401Unauthorized) response.Headers.WWWAuthenticate = "Bearer";
        return PlainRefusal.WriteAsync(http, status, sentence);
    }
}

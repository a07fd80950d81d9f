using System.Data.Common;
using Microsoft.Net.Http.Headers;
using Ota.Core.Bundles.Metadata;
using Ota.Server.Hosting;
using Ota.Server.Storage;

namespace Ota.Server.Bundles.Repository;

/// <summary>GET and HEAD of /repo/{file}. It is public: who has the root needs to trust nobody on the way, and a CDN does the same.</summary>
internal sealed class MetadataDownload(PublishedFiles published, RepositoryExport export, Database database, RepositoryMetrics metrics)
{
    public async Task ServeAsync(HttpContext http)
    {
        string name = http.GetRouteValue("file") as string ?? "";
        try
        {
            PublishedMemory memory = published.Memory;
            bool isKnown = memory.Names.Contains((V1.RepositoryKind.Image, name));
            if (memory.Files.TryGetValue((V1.RepositoryKind.Image, name), out PublishedFile? file)) await SendAsync(http, isKnown, name, file);
            else if (isKnown) await SendOldAsync(http, name);
            else await PlainRefusal.WriteAsync(http, StatusCodes.Status404NotFound, "There is no such file.");
        }
        catch (DbException e) when (database.IsOutage(e))
        {
            await PlainRefusal.WriteAsync(http, StatusCodes.Status503ServiceUnavailable, "The database cannot be reached: try again later.");
        }

        metrics.Answered(http.Response.StatusCode);
    }

    private static async Task SendAsync(HttpContext http, bool isKnown, string name, PublishedFile file)
    {
        bool isFixed = isKnown && name != RepositoryFiles.Timestamp; // Else it is the newest, whatever its version.
        if (IsThere(http, file.Tag, isFixed)) return;
        http.Response.ContentLength = file.Bytes.Length;
        if (HttpMethods.IsGet(http.Request.Method)) await http.Response.BodyWriter.WriteAsync(file.Bytes, http.RequestAborted);
    }

    // In pieces from the disk: anybody may ask, and many old files at once, each for a slow reader, would fill the memory.
    private async Task SendOldAsync(HttpContext http, string name)
    {
        if (export.Find(V1.RepositoryKind.Image, name) is not { } path)
        {
            if (await published.FindAsync(V1.RepositoryKind.Image, name, http.RequestAborted) is { } stored) await SendAsync(http, isKnown: true, name, stored);
            else await PlainRefusal.WriteAsync(http, StatusCodes.Status404NotFound, "There is no such file.");
            return;
        }

        if (IsThere(http, $"\"{name}\"", isFixed: true)) return; // What has a version never changes, so its name names the content.
        http.Response.ContentLength = new FileInfo(path).Length;
        if (HttpMethods.IsGet(http.Request.Method)) await http.Response.SendFileAsync(path, http.RequestAborted);
    }

    /// <summary>Sets the headers; says whether the client has the file already.</summary>
    private static bool IsThere(HttpContext http, string tag, bool isFixed)
    {
        HttpResponse response = http.Response;
        response.Headers.ETag = tag;
        response.Headers.CacheControl = isFixed ? "public, immutable, max-age=31536000" : "public, no-cache";
        response.ContentType = "application/json";
        bool isThere = EntityTags.IsThere(http, new EntityTagHeaderValue(tag));
        if (isThere) response.StatusCode = StatusCodes.Status304NotModified;
        return isThere;
    }
}

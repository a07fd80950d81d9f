using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Vehicles;
using Ota.Server.Hosting;
using Ota.Server.Storage;

namespace Ota.Server.Bundles.Director;

/// <summary>GET and HEAD of /director/{vid}/{file}.</summary>
internal sealed class DirectorDownload(
    DirectorDoor door, DirectorDesk desk, DirectorRoot root, Database database, DirectorMetrics metrics, ILogger<DirectorDownload> log)
{
    public const string Pattern = "/director/{vid}/{file}";

    private const int RetrySeconds = 10;

    public async Task ServeAsync(HttpContext http)
    {
        await AnswerAsync(http);
        metrics.Answered(http.Response.StatusCode);
    }

    private async Task AnswerAsync(HttpContext http)
    {
        if (Vid.TryParse(http.GetRouteValue("vid") as string) is not { } vehicle)
        {
            await RefuseAsync(http, DirectorRefusal.Missing("A vehicle is named by 32 lower-case hexadecimal digits."));
            return;
        }

        DirectorRefusal? refusal = await door.JudgeAsync(http, vehicle);
        if (refusal is not null) log.RequestRefused(vehicle.Value, refusal.Sentence);
        ReadOnlyMemory<byte> file = default;
        if (refusal is null) (refusal, file) = await FindAsync(http, vehicle);
        if (refusal is null) await SendAsync(http, file);
        else await RefuseAsync(http, refusal);
    }

    private async Task<(DirectorRefusal? Refusal, ReadOnlyMemory<byte> File)> FindAsync(HttpContext http, Vid vehicle)
    {
        if (DirectorFileName.TryParse(http.GetRouteValue("file") as string) is not { } name)
            return (DirectorRefusal.Missing("There is timestamp.json, and root.json, snapshot.json and targets.json, also with a version before."), default);
        try
        {
            DirectorAnswer answer = await desk.FindAsync(vehicle, http.RequestAborted);
            if (answer is DirectorAnswer.UnknownVehicle) return (DirectorRefusal.Missing("No such vehicle is registered."), default);
            // A root is there for a vehicle also when nothing can be signed: it may need the next one for that.
            if (name.Role == MetadataRole.Root) return FindRoot(name);
            return answer switch
            {
                DirectorAnswer.Ready ready when name.FindIn(ready.Files) is { } file => (null, file.Bytes),
                DirectorAnswer.Ready => (DirectorRefusal.Missing("This version is not there, or not any more: begin with timestamp.json."), default),
                DirectorAnswer.NotSet notSet => (new DirectorRefusal(StatusCodes.Status503ServiceUnavailable, notSet.Sentence), default),
                _ => (new DirectorRefusal(StatusCodes.Status503ServiceUnavailable, "Too many vehicles ask at once: try again later."), default),
            };
        }
        catch (DbException e) when (database.IsOutage(e))
        {
            return (DirectorRefusal.NoDatabase, default);
        }
    }

    // TUF 5.3.3: that the root after the trusted one is not there is how a client knows that it has the newest.
    private (DirectorRefusal? Refusal, ReadOnlyMemory<byte> File) FindRoot(DirectorFileName name) =>
        root.Find(name.Version is { } version ? RepositoryFiles.Root(version) : DirectorRoot.File) is { } file
            ? (null, file)
            : (DirectorRefusal.Missing("The Director has no such root."), default);

    private static async Task SendAsync(HttpContext http, ReadOnlyMemory<byte> file)
    {
        HttpResponse response = http.Response;
        EntityTagHeaderValue tag = new($"\"{Convert.ToHexStringLower(SHA256.HashData(file.Span))}\"");
        response.Headers.ETag = tag.ToString();
        // Nobody but the vehicle may keep it, and it is to ask each time whether it still holds: what was withdrawn must not come from a cache.
        response.Headers.CacheControl = "private, no-cache";
        if (EntityTags.IsThere(http, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = "application/json";
        response.ContentLength = file.Length;
        if (!HttpMethods.IsHead(http.Request.Method)) await response.Body.WriteAsync(file, http.RequestAborted);
    }

    private static Task RefuseAsync(HttpContext http, DirectorRefusal refusal)
    {
        if (refusal.Status == StatusCodes.Status503ServiceUnavailable) http.Response.Headers.RetryAfter = RetrySeconds.ToString(CultureInfo.InvariantCulture);
        return PlainRefusal.WriteAsync(http, refusal.Status, refusal.Sentence);
    }
}

namespace Ota.Server.Hosting;

/// <summary>A refusal over HTTP: one sentence, and nobody keeps it, since what is not there now may be there the next time.</summary>
internal static class PlainRefusal
{
    public static Task WriteAsync(HttpContext http, int status, string sentence)
    {
        HttpResponse response = http.Response;
        response.StatusCode = status;
        response.Headers.CacheControl = "no-store";
        response.ContentType = "text/plain; charset=utf-8";
        response.ContentLength = null;
        return response.WriteAsync(sentence + "\n", http.RequestAborted);
    }
}

namespace Ota.Testing;

/// <summary>The start of HTTP servers that do not say when they listen.</summary>
internal static class HttpServerStart
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits until a server answers a GET with success.</summary>
    public static async Task AnsweringAsync(HttpClient http, string path)
    {
        using CancellationTokenSource patience = new(Patience);
        while (!await AnswersAsync(http, path, patience.Token)) await Task.Delay(BetweenLooks, patience.Token);
    }

    private static async Task<bool> AnswersAsync(HttpClient http, string path, CancellationToken stop)
    {
        try
        {
            using HttpResponseMessage response = await http.GetAsync(path, stop);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}

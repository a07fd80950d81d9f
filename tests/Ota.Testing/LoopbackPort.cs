using System.Net;
using System.Net.Sockets;

namespace Ota.Testing;

/// <summary>Ports of this machine's loopback address.</summary>
internal static class LoopbackPort
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    /// <summary>A port that is free now.</summary>
    public static int Free()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until a server answers a GET with success; for servers that do not say when they listen.</summary>
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

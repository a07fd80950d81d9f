using Microsoft.Extensions.Primitives;
using Ota.Mqtt.WebSockets;
using Ota.Server.Bridge.Upstream;
using Ota.Server.Hosting;

namespace Ota.Server.Bridge;

internal static class DevelopmentWebSocket
{
    /// <summary>Opens the broker to WebSockets at /mqtt, with --dev on the http port alone.</summary>
    public static void MapDevelopmentWebSocket(this WebApplication app)
    {
        if (app.Services.GetRequiredService<UpstreamOptions>().IsOn) return;
        app.MapMqttWebSocket("/mqtt").WithMetadata(new ForDevelopment()).Add(endpoint =>
        {
            RequestDelegate serve = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = http => IsOfThisSite(http.Request) ? serve(http) : RefuseAsync(http);
        });
    }

    // A browser says which page asks. Any page of the web may ask for localhost, and a broker that is open to the machine is not open to it.
    private static bool IsOfThisSite(HttpRequest request)
    {
        StringValues origin = request.Headers.Origin;
        return StringValues.IsNullOrEmpty(origin) || origin == $"{request.Scheme}://{request.Host}";
    }

    private static Task RefuseAsync(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }
}

namespace Ota.Server.Hosting;

/// <summary>
/// Keeps each endpoint on the ports where it belongs: health and metrics on the http port only, and without --dev nothing else there; what is for
/// development on that port too.
/// </summary>
internal sealed class ListenerGate(RequestDelegate next, HostingOptions options)
{
    public Task InvokeAsync(HttpContext http)
    {
        EndpointMetadataCollection? endpoint = http.GetEndpoint()?.Metadata;
        bool isForProbes = endpoint?.GetMetadata<ForProbes>() is not null;
        bool isForDevelopment = endpoint?.GetMetadata<ForDevelopment>() is not null;
        bool isServed = http.Features.Get<Listener>()?.Name switch
        {
            Listener.Http => isForProbes || options.Dev,
            null => false,
            _ => !isForProbes && !isForDevelopment,
        };
        if (isServed) return next(http);
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}

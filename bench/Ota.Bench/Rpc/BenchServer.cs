using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Ota.Bench.Rpc;

/// <summary>The servers under test, each in a process of its own.</summary>
internal static class BenchServer
{
    public static async Task RunAsync(string kind)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddRouting();
        if (kind == "ours")
        {
            builder.Services.AddSingleton<BenchService>();
            builder.Services.AddGrpc();
        }
        WebApplication app = builder.Build();
        if (kind == "ours")
            app.MapGrpcService<BenchService>();
        else
            BareEndpoints.Map(app);
        app.MapGet("/allocated", () => GC.GetTotalAllocatedBytes(precise: false));
        await app.StartAsync();
        Console.WriteLine($"LISTENING {new Uri(app.Urls.First()).Port}");
        await ((IHost)app).WaitForShutdownAsync();
    }
}

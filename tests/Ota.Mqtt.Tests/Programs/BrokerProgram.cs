using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ota.Mqtt.Broker;
using Ota.Mqtt.Transport;
using Ota.Mqtt.WebSockets;

namespace Ota.Mqtt.Tests.Programs;

/// <summary>The broker with its default limits, open to everybody, on TCP and at /mqtt.</summary>
internal static class BrokerProgram
{
    public static async Task RunAsync(int port, int webPort)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddMqttBroker(new MqttBrokerOptions());
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(new MqttEndPoint(IPAddress.Loopback, port), endpoint => endpoint.UseMqtt());
            kestrel.Listen(IPAddress.Loopback, webPort);
        });
        await using WebApplication app = builder.Build();
        app.MapMqttWebSocket("/mqtt");
        await app.StartAsync();
        IEnumerable<int> ports = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses
            .Select(address => new Uri(address).Port);
        Console.WriteLine($"LISTENING {string.Join(' ', ports)}");
        await Console.In.ReadToEndAsync();
        await app.StopAsync();
    }
}

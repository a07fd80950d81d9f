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
using Ota.Testing;

namespace Ota.Mqtt.Tests.Broker;

/// <summary>A broker behind real sockets, with a clock that only the test moves.</summary>
internal sealed class BrokerHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TestLog _log;
    private int _nextId;

    private BrokerHost(WebApplication app, TestLog log, ManualTime time)
    {
        _app = app;
        _log = log;
        Time = time;
        Broker = app.Services.GetRequiredService<MqttBroker>();
        int[] ports = [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses
            .Select(address => new Uri(address).Port)];
        Port = ports[0];
        WebPort = ports[1];
    }

    public MqttBroker Broker { get; }

    public ManualTime Time { get; }

    public int Port { get; }

    public int WebPort { get; }

    public static async Task<BrokerHost> StartAsync(Action<MqttBrokerOptions>? configure = null)
    {
        MqttBrokerOptions options = new() { SysInterval = TimeSpan.Zero };
        configure?.Invoke(options);
        TestLog log = new();
        ManualTime time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddMqttBroker(options);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(new MqttEndPoint(IPAddress.Loopback, 0), endpoint => endpoint.UseMqtt());
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        WebApplication app = builder.Build();
        app.MapMqttWebSocket("/mqtt");
        await app.StartAsync();
        return new BrokerHost(app, log, time);
    }

    /// <summary>A client whose CONNECT was accepted.</summary>
    public async Task<TestClient> ConnectAsync(ConnectPacket? packet = null)
    {
        TestClient client = await OpenAsync(packet?.Version ?? MqttProtocolVersion.V500);
        packet ??= new ConnectPacket();
        await client.SendAsync(packet with { ClientId = packet.ClientId.Length > 0 ? packet.ClientId : $"c{Interlocked.Increment(ref _nextId)}" });
        client.Connack = await client.ReceiveAsync<ConnackPacket>();
        client.Connack.Reason.Should().Be(ReasonCode.Success);
        return client;
    }

    /// <summary>A socket and nothing sent.</summary>
    public Task<TestClient> OpenAsync(MqttProtocolVersion version = MqttProtocolVersion.V500) => TestClient.OpenAsync(Port, version);

    public void Pass(double seconds) => Time.Advance(TimeSpan.FromSeconds(seconds));

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync().WaitAsync(TimeSpan.FromSeconds(20));
        await _app.DisposeAsync();
        _log.ThrowIfErrors();
    }
}

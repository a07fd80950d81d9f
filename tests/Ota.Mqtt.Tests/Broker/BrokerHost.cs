using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Https;
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
    private readonly SemaphoreSlim _served;
    private int _nextId;

    private BrokerHost(WebApplication app, TestLog log, ManualTime time, SemaphoreSlim served)
    {
        _app = app;
        _log = log;
        _served = served;
        Time = time;
        Broker = app.Services.GetRequiredService<MqttBroker>();
        int[] ports = [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses
            .Select(address => new Uri(address).Port)];
        Port = ports[0];
        WebPort = ports[1];
        if (ports is [_, _, var tls, var webTls])
            (TlsPort, WebTlsPort) = (tls, webTls);
    }

    public MqttBroker Broker { get; }

    public ManualTime Time { get; }

    public int Port { get; }

    public int WebPort { get; }

    /// <summary>Zero unless the host was started with TLS.</summary>
    public int TlsPort { get; }

    /// <summary>Zero unless the host was started with TLS.</summary>
    public int WebTlsPort { get; }

    public static async Task<BrokerHost> StartAsync(Action<MqttBrokerOptions>? configure = null, HttpsConnectionAdapterOptions? tls = null)
    {
        MqttBrokerOptions options = new() { SysInterval = TimeSpan.Zero };
        configure?.Invoke(options);
        TestLog log = new();
        SemaphoreSlim served = new(0);
        ManualTime time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddMqttBroker(options);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(new MqttEndPoint(IPAddress.Loopback, 0), endpoint =>
            {
                endpoint.Use(next => connection =>
                {
                    Task serving = next(connection); // Until it has to wait: for its turn, or for CONNECT.
                    served.Release();
                    return serving;
                });
                endpoint.UseMqtt();
            });
            kestrel.Listen(IPAddress.Loopback, 0);
            if (tls is null)
                return;
            kestrel.Listen(new MqttEndPoint(IPAddress.Loopback, 0), endpoint => endpoint.UseHttps(tls).UseMqtt());
            kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.UseHttps(tls));
        });
        WebApplication app = builder.Build();
        app.MapMqttWebSocket("/mqtt");
        await app.StartAsync();
        return new BrokerHost(app, log, time, served);
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

    /// <summary>The next connection has come to the broker, which does what it can do at once.</summary>
    public async Task ServesAsync() => (await _served.WaitAsync(TimeSpan.FromSeconds(60))).Should().BeTrue();

    /// <summary>What has been logged with this event id, which does not fail the test as an error.</summary>
    public IEnumerable<TestLogLine> Logged(int eventId)
    {
        _log.Expect(eventId);
        return _log.Lines.Where(line => line.EventId == eventId);
    }

    public void Pass(double seconds) => Time.Advance(TimeSpan.FromSeconds(seconds));

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync().WaitAsync(TimeSpan.FromSeconds(60));
        await _app.DisposeAsync();
        _served.Dispose();
        _log.ThrowIfErrors();
    }
}

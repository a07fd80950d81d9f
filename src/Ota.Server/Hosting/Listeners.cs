using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Ota.Mqtt.Broker;
using Ota.Mqtt.Transport;
using Ota.Server.Bridge;
using Ota.Server.Pki;

namespace Ota.Server.Hosting;

/// <summary>Opens the ports and, once they are open, knows their numbers.</summary>
internal sealed class Listeners(HostingOptions options, ServerPki pki)
{
    private readonly List<(string Name, ListenOptions Listen)> _open = [];

    /// <summary>Name and port of each, once where both loopback addresses have it; the port is right once the server has started.</summary>
    public IEnumerable<(string Name, int Port)> Ports => _open.Select(open => (open.Name, open.Listen.IPEndPoint!.Port)).Distinct();

    public void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        SetLimits(kestrel.Limits);
        Action<ListenOptions> https = listen => Add(listen, Listener.Https, HttpProtocols.Http1AndHttp2);
        if (options.Address is { } address)
            kestrel.Listen(address, options.HttpsPort, https);
        else
            kestrel.ListenAnyIP(options.HttpsPort, https);
        if (options.MqttsPort is { } mqtts)
            kestrel.Listen(new MqttEndPoint(options.Address ?? AnyAddress(), mqtts), MqttOverTls);
        if (options.HttpPort is { } http)
            OnLoopback(kestrel, http, listen => Add(listen, Listener.Http, HttpProtocols.Http1));
        if (options.GrpcPort is { } grpc)
            OnLoopback(kestrel, grpc, listen => Add(listen, Listener.Grpc, HttpProtocols.Http2));
        if (options.MqttPort is { } mqtt)
            MqttOnLoopback(kestrel, mqtt, listen => Add(listen, Listener.Mqtt).UseMqtt());
    }

    private void SetLimits(KestrelServerLimits limits)
    {
        limits.MaxConcurrentConnections = options.MaxConnections;
        // A peer that is gone without a word holds its streams until a ping goes unanswered.
        limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);
    }

    // "localhost" is both loopback addresses; a port that the system chooses cannot be the same on both.
    private static void OnLoopback(KestrelServerOptions kestrel, int port, Action<ListenOptions> configure)
    {
        if (port == 0)
            kestrel.Listen(IPAddress.Loopback, port, configure);
        else
            kestrel.ListenLocalhost(port, configure);
    }

    // Only the fleet CA's certificates pass: an operator's, which has the same root, does not.
    private void MqttOverTls(ListenOptions listen)
    {
        HandshakeCount handshakes = new(listen.ApplicationServices.GetRequiredService<BridgeMetrics>());
        Add(listen, Listener.Mqtts);
        listen.Use(handshakes.Begin);
        listen.UseMutualTls(pki.Server, [], [pki.Fleet.ToAnchor()]);
        listen.Use(HandshakeCount.Pass);
        listen.UseMqtt();
    }

    private static IPAddress AnyAddress() => HasIPv6Loopback() ? IPAddress.IPv6Any : IPAddress.Any;

    private static void MqttOnLoopback(KestrelServerOptions kestrel, int port, Action<ListenOptions> configure)
    {
        kestrel.Listen(new MqttEndPoint(IPAddress.Loopback, port), configure);
        if (port != 0 && HasIPv6Loopback())
            kestrel.Listen(new MqttEndPoint(IPAddress.IPv6Loopback, port), configure);
    }

    private static bool HasIPv6Loopback()
    {
        try
        {
            using Socket probe = new(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
            probe.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
            return true;
        }
        catch (SocketException)
        {
            return false; // Containers often have none.
        }
    }

    private void Add(ListenOptions listen, string name, HttpProtocols protocols)
    {
        listen.Protocols = protocols;
        Add(listen, name);
        if (name == Listener.Https) listen.UseHttps(Tls());
    }

    private ListenOptions Add(ListenOptions listen, string name)
    {
        Listener listener = new(name);
        listen.Use(next => connection =>
        {
            connection.Features.Set(listener);
            return next(connection);
        });
        _open.Add((name, listen));
        return listen;
    }

    private HttpsConnectionAdapterOptions Tls()
    {
        ClientCertificateCheck check = pki.ClientCheck;
        return new HttpsConnectionAdapterOptions
        {
            ServerCertificate = pki.Server,
            SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ClientCertificateMode = ClientCertificateMode.AllowCertificate,
            ClientCertificateValidation = (certificate, _, _) => check.Accepts(certificate),
        };
    }
}

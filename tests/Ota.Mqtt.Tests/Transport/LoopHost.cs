using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ota.Mqtt.Transport;
using Ota.Testing;

namespace Ota.Mqtt.Tests.Transport;

/// <summary>Kestrel on the event loops, with a handler of the test's; connections stay open until the test ends them.</summary>
internal sealed class LoopHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TestLog _log;
    private readonly Channel<ConnectionContext> _accepted = Channel.CreateUnbounded<ConnectionContext>();

    private LoopHost(
        WebApplicationBuilder builder, TestLog log, bool isInline, Func<ConnectionContext, Task>? handler, Action<ListenOptions>? configure)
    {
        _log = log;
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(new MqttEndPoint(IPAddress.Loopback, 0), listen =>
        {
            configure?.Invoke(listen);
            listen.Run(async connection =>
            {
                connection.Features.Get<IInlineConnection>()!.IsInline = isInline;
                _accepted.Writer.TryWrite(connection);
                if (handler is not null)
                    await handler(connection);
                else
                    await Ended.Task;
            });
        }));
        _app = builder.Build();
    }

    public int Port { get; private set; }

    /// <summary>Completed by a test without a handler: lets Kestrel dispose of the connections.</summary>
    public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static async Task<LoopHost> StartAsync(
        bool isInline = true, Func<ConnectionContext, Task>? handler = null, Action<ListenOptions>? configure = null)
    {
        TestLog log = new();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IConnectionListenerFactory, EventLoopTransport>();
        LoopHost host = new(builder, log, isInline, handler, configure);
        await host._app.StartAsync();
        string address = host._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        host.Port = new Uri(address).Port;
        return host;
    }

    public async Task<Socket> ConnectAsync()
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, Port);
        return socket;
    }

    /// <summary>Both ends of a new connection.</summary>
    public async Task<(Socket Peer, ConnectionContext Connection)> PairAsync()
    {
        Socket peer = await ConnectAsync();
        return (peer, await _accepted.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60)));
    }

    public async ValueTask DisposeAsync()
    {
        Ended.TrySetResult();
        await _app.StopAsync().WaitAsync(TimeSpan.FromSeconds(60));
        await _app.DisposeAsync();
        _log.ThrowIfErrors();
    }
}

using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Ota.Mqtt.Transport;

/// <summary>Kestrel's transport for endpoints that are an <see cref="MqttEndPoint"/>.</summary>
internal sealed class EventLoopTransport(TimeProvider time, ILogger<EventLoopTransport> log)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector, IDisposable
{
    private readonly Lazy<EventLoops> _loops = new(() => new EventLoops());

    public bool CanBind(EndPoint endpoint) => endpoint is MqttEndPoint && OperatingSystem.IsLinux();

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IConnectionListener>(new LoopListener((MqttEndPoint)endpoint, _loops.Value, time, log));

    public void Dispose()
    {
        if (_loops.IsValueCreated)
            _loops.Value.Dispose();
    }
}

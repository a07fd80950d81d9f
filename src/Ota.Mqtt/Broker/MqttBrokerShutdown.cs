using Microsoft.Extensions.Hosting;

namespace Ota.Mqtt.Broker;

/// <summary>Makes the metrics visible at start. Ends the connections as soon as the host begins to stop: Kestrel would wait for them.</summary>
internal sealed class MqttBrokerShutdown(MqttBroker broker, MqttBrokerMetrics metrics, IHostApplicationLifetime lifetime)
    : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        GC.KeepAlive(metrics);
        lifetime.ApplicationStopping.Register(broker.Stop);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

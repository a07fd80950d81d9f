using Microsoft.Extensions.Hosting;

namespace Ota.Mqtt.Broker;

/// <summary>Ends the connections as soon as the host begins to stop: Kestrel would wait for them.</summary>
internal sealed class MqttBrokerShutdown(MqttBroker broker, IHostApplicationLifetime lifetime) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStopping.Register(broker.Stop);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

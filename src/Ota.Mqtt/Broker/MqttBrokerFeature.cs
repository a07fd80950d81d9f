using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ota.Mqtt.Transport;

namespace Ota.Mqtt.Broker;

/// <summary>Registration of the broker with a host.</summary>
public static class MqttBrokerFeature
{
    /// <summary>Adds one <see cref="MqttBroker"/>, which says goodbye to its clients when the host stops.</summary>
    /// <param name="services">The host's services; a <see cref="TimeProvider"/> among them is used.</param>
    /// <param name="options">Limits and hooks.</param>
    public static IServiceCollection AddMqttBroker(this IServiceCollection services, MqttBrokerOptions options)
    {
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new MqttBroker(
            options, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<MqttBroker>>()));
        services.AddSingleton<MqttBrokerMetrics>();
        services.AddSingleton<MqttConnectionHandler>();
        services.AddSingleton<IConnectionListenerFactory, EventLoopTransport>();
        services.AddSingleton<IHostedService, MqttBrokerShutdown>();
        return services;
    }

    /// <summary>
    /// Serves MQTT on an endpoint; after <c>UseHttps</c> for MQTT over TLS. An endpoint of type <see cref="MqttEndPoint"/> is served by
    /// event loops, which is what many small messages want; any other by Kestrel's own sockets.
    /// </summary>
    /// <param name="endpoint">The endpoint.</param>
    public static ListenOptions UseMqtt(this ListenOptions endpoint)
    {
        endpoint.UseConnectionHandler<MqttConnectionHandler>();
        return endpoint;
    }
}

using Ota.Mqtt.Broker;
using Ota.Server.Hosting;
using Ota.Server.Telemetry.Ingest;

namespace Ota.Server.Bridge;

/// <summary>Which topics of vehicles go to which feature instead of to subscribers.</summary>
internal static class UpTopics
{
    /// <summary>With --dev, what was stored is also delivered to whoever subscribed, to look on while developing.</summary>
    public static MqttBrokerOptions WithUpTopics(this MqttBrokerOptions broker, IServiceCollection services)
    {
        bool dev = Made<HostingOptions>(services).Dev;
        broker.Interceptions = [.. broker.Interceptions, new(TelemetryTopic.Filter, Made<TelemetryIntake>(services)) { Forward = dev }];
        return broker;
    }

    // The broker's options are needed before there is a provider to ask.
    private static T Made<T>(IServiceCollection services) => services.Select(service => service.ImplementationInstance).OfType<T>().Single();
}

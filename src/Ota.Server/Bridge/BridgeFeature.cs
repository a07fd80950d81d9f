using Ota.Mqtt.Broker;

namespace Ota.Server.Bridge;

internal static class BridgeFeature
{
    /// <summary>
    /// Adds the embedded broker. Until vehicles can enrol, and so have certificates that say who they are, only the development ports
    /// lead to it, and whoever is on the machine may publish and subscribe what it likes.
    /// </summary>
    public static void AddBridge(this IServiceCollection services, BridgeOptions options) =>
        services.AddMqttBroker(options.ToBroker().WithUpTopics(services));
}

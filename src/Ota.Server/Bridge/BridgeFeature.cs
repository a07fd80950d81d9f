using Ota.Mqtt.Broker;

namespace Ota.Server.Bridge;

internal static class BridgeFeature
{
    /// <summary>
    /// Adds the embedded broker. Vehicles come to it over TLS with the certificates of their enrolment; by the development port, without
    /// any, whoever is on the machine may publish and subscribe what it likes.
    /// </summary>
    public static void AddBridge(this IServiceCollection services, BridgeOptions options)
    {
        MqttBrokerOptions broker = options.ToBroker().WithUpTopics(services);
        services.AddSingleton(options);
        services.AddSingleton(broker);
        services.AddSingleton<BridgeMetrics>();
        services.AddSingleton<VehicleDoor>();
        services.AddMqttBroker(broker);
        services.AddHostedService<RevocationWorker>();
    }

    /// <summary>Sets the door before the broker, before anybody can come.</summary>
    public static void MapBridge(this WebApplication app)
    {
        MqttBrokerOptions broker = app.Services.GetRequiredService<MqttBrokerOptions>();
        VehicleDoor door = app.Services.GetRequiredService<VehicleDoor>();
        broker.Authenticate = door.DecideAsync;
        broker.Access = door.AccessOf;
    }
}

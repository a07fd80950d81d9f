using Ota.Mqtt.Broker;
using Ota.Server.Bridge.Lanes;
using Ota.Server.Bridge.Upstream;
using Ota.Server.Hosting;

namespace Ota.Server.Bridge;

internal static class BridgeFeature
{
    /// <summary>
    /// Adds the embedded broker. Vehicles come to it over TLS with the certificates of their enrolment; by the development port, without
    /// any, whoever is on the machine may publish and subscribe what it likes. With a broker of another make there is no embedded one.
    /// </summary>
    public static void AddBridge(this IServiceCollection services, BridgeOptions options, UpstreamOptions upstream)
    {
        services.AddSingleton(options);
        services.AddSingleton(upstream);
        services.AddSingleton<EvidenceLane>();
        services.AddSingleton<EvidenceMetrics>();
        services.AddSingleton<UpLanes>();
        services.AddHostedService<EvidenceWorker>();
        services.AddSingleton<BridgeMetrics>();
        services.AddHostedService<RevocationWorker>();
        if (upstream.IsOn)
            services.AddUpstream();
        else
            services.AddEmbedded(options.ToBroker());
    }

    /// <summary>Sets the door and the lanes before the broker, before anybody can come.</summary>
    public static void MapBridge(this WebApplication app)
    {
        if (app.Services.GetService<MqttBrokerOptions>() is not { } broker) return;
        VehicleDoor door = app.Services.GetRequiredService<VehicleDoor>();
        broker.Authenticate = door.DecideAsync;
        broker.Access = door.AccessOf;
        // With --dev, what was stored is also delivered to whoever subscribed, to look on while developing.
        bool dev = app.Services.GetRequiredService<HostingOptions>().Dev;
        broker.Interceptions =
        [
            .. app.Services.GetRequiredService<UpLanes>().ByType
                .Select(up => new MqttInterception(UpTopic.FilterOf(up.Type), new LaneEntrance(up.Lane)) { Forward = dev }),
        ];
    }

    private static void AddEmbedded(this IServiceCollection services, MqttBrokerOptions broker)
    {
        services.AddSingleton(broker);
        services.AddSingleton<VehicleDoor>();
        services.AddSingleton<IVehicleEnding, EmbeddedEnding>();
        services.AddSingleton<IDownTopics, EmbeddedDownTopics>();
        services.AddMqttBroker(broker);
    }
}

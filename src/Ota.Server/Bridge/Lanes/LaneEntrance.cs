using Ota.Mqtt.Broker;

namespace Ota.Server.Bridge.Lanes;

/// <summary>Leads what the embedded broker intercepts into a lane.</summary>
internal sealed class LaneEntrance(Lane lane) : IMqttPublishInterceptor
{
    public void Handle(ReadOnlySpan<InterceptedPublish> batch)
    {
        foreach (InterceptedPublish publish in batch) lane.Take(publish);
    }
}

namespace Ota.Mqtt.Broker;

/// <summary>Which publishes go to an interceptor; the first matching registration counts.</summary>
/// <param name="Filter">A topic filter.</param>
/// <param name="Interceptor">Who takes them.</param>
public sealed record MqttInterception(string Filter, IMqttPublishInterceptor Interceptor)
{
    /// <summary>Whether a message that was completed with success is then retained and delivered like any other.</summary>
    public bool Forward { get; init; }
}

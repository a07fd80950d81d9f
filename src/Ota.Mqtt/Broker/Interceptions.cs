using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Ota.Mqtt.Broker;

/// <summary>The registered interceptors.</summary>
internal sealed class Interceptions(IEnumerable<MqttInterception> registrations)
{
    private readonly (byte[] Filter, MqttInterception Registration)[] _registrations =
        [.. registrations.Select(registration => (Encoding.UTF8.GetBytes(registration.Filter), registration))];

    public bool AreNone => _registrations.Length == 0;

    public MqttInterception? Find(ReadOnlySpan<byte> topic)
    {
        foreach ((byte[] filter, MqttInterception registration) in _registrations)
        {
            if (TopicFilter.Matches(filter, topic))
                return registration;
        }
        return null;
    }

    /// <summary>Hands over; a handler that throws has refused what it did not complete.</summary>
    public static void Hand(IMqttPublishInterceptor interceptor, List<InterceptedPublish> batch, ILogger log)
    {
        try
        {
            interceptor.Handle(CollectionsMarshal.AsSpan(batch));
        }
#pragma warning disable CA1031 // Foreign code on the connection's loop: whatever it throws concerns these messages only.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            log.InterceptorFailed(interceptor.GetType().Name, failure);
            foreach (InterceptedPublish publish in batch)
                publish.TryComplete(ReasonCode.UnspecifiedError, "The server failed to handle the message.");
        }
        batch.Clear();
    }
}

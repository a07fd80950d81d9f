using System.Threading.Channels;
using Ota.Mqtt.Broker;

namespace Ota.Mqtt.Tests.Broker;

/// <summary>An interceptor that leaves every message to the test.</summary>
internal sealed class HeldPublishes : IMqttPublishInterceptor
{
    private readonly Channel<InterceptedPublish> _held = Channel.CreateUnbounded<InterceptedPublish>();

    public int Count => _held.Reader.Count;

    public void Handle(ReadOnlySpan<InterceptedPublish> batch)
    {
        foreach (InterceptedPublish publish in batch)
            _held.Writer.TryWrite(publish);
    }

    public async Task<InterceptedPublish> NextAsync() => await _held.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));
}

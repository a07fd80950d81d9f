using Ota.Core.Vehicles;

namespace Ota.Server.Bridge;

/// <summary>Sends messages to vehicles: by the embedded broker, or by one outside.</summary>
internal interface IDownTopics
{
    /// <summary>
    /// Publishes to <c>v1/{vid}/down/{type}</c> with QoS 1. It is a hint: a vehicle that is away, or whose queue is full, misses it, and
    /// nobody learns that here.
    /// </summary>
    /// <param name="vehicle">To whom.</param>
    /// <param name="type">The last level of the topic: <c>ota</c>, <c>cfg</c> or <c>cmd</c>.</param>
    /// <param name="payload">The message.</param>
    /// <param name="expiry">How long it means anything.</param>
    /// <param name="stop">Gives up.</param>
    Task PublishAsync(Vid vehicle, string type, ReadOnlyMemory<byte> payload, TimeSpan expiry, CancellationToken stop);
}

using Ota.Mqtt;

namespace Ota.Server.Bridge.Lanes;

/// <summary>Where messages of vehicles wait for a feature. Each lane has a limit of its own, so that a full one holds up no other.</summary>
internal interface ILane
{
    /// <summary>One word for metrics and logs.</summary>
    string Name { get; }

    /// <summary>Takes a message, to answer it later or, when the lane is full, at once with a refusal. On an event loop: does not block.</summary>
    void Take(IMqttHeldMessage message);

    /// <summary>
    /// Takes a message when there is room. For a sender that would not keep what is refused, and can be made to wait; one at a time.
    /// </summary>
    Task TakeInTurnAsync(IMqttHeldMessage message, CancellationToken stop);
}

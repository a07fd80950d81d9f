namespace Ota.Mqtt.Transport;

/// <summary>Something to be done once, when an event loop has seen to all sockets that were ready.</summary>
internal interface ITurnEnd
{
    /// <summary>On the loop's thread.</summary>
    void EndTurn();
}

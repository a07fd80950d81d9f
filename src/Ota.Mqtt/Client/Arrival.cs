namespace Ota.Mqtt.Client;

/// <summary>What a received QoS 1 or 2 message is to the session.</summary>
internal enum Arrival
{
    /// <summary>A message to deliver.</summary>
    New,

    /// <summary>A message that its reader has, or will have, and has not acknowledged.</summary>
    Known,

    /// <summary>A QoS 2 message that was acknowledged with PUBREC: the answer is repeated.</summary>
    Taken,
}

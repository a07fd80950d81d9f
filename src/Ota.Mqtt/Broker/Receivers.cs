namespace Ota.Mqtt.Broker;

/// <summary>Everyone who gets the messages of one topic.</summary>
internal sealed record Receivers(Receiver[] Direct, SharedGroup[] Shared)
{
    public static readonly Receivers Nobody = new([], []);

    public bool AreNone => Direct.Length == 0 && Shared.Length == 0;
}

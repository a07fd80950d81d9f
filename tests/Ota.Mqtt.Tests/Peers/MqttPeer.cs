namespace Ota.Mqtt.Tests.Peers;

/// <summary>An MQTT client of another make, run as a program.</summary>
internal abstract class MqttPeer
{
    public const string Mosquitto = "mosquitto";
    public const string Paho = "paho";
    public const string MqttJs = "mqtt.js";

    /// <summary>Those that speak WebSocket.</summary>
    public static readonly string[] OverWeb = [Paho, MqttJs];

    public static readonly string[] All = [Mosquitto, .. OverWeb];

    public static MqttPeer Of(string name) => name switch
    {
        Mosquitto => new MosquittoPeer(),
        Paho => new ScriptPeer(Ota.Testing.PeerProgram.PythonMqtt()),
        MqttJs => new ScriptPeer(Ota.Testing.PeerProgram.NodeMqtt()),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such peer."),
    };

    /// <summary>Comes back once the broker has granted the subscriptions.</summary>
    public abstract Task<PeerSubscriber> SubscribeAsync(PeerLink link, PeerSubscription subscription);

    /// <summary>Comes back once everything is acknowledged, with what the peer printed.</summary>
    /// <exception cref="InvalidOperationException">The peer says that it failed.</exception>
    public async Task<string> PublishAsync(PeerLink link, params PeerMessage[] messages)
    {
        (int exitCode, string output) = await TryPublishAsync(link, messages);
        return exitCode == 0 ? output : throw new InvalidOperationException($"The peer ended with {exitCode}. It printed:\n{output}");
    }

    public abstract Task<(int ExitCode, string Output)> TryPublishAsync(PeerLink link, params PeerMessage[] messages);
}

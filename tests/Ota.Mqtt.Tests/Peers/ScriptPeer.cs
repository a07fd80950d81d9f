using System.Text.Json;
using Ota.Testing;

namespace Ota.Mqtt.Tests.Peers;

/// <summary>A peer of tests/peers, which takes its options as JSON.</summary>
internal sealed class ScriptPeer(PeerProgram program) : MqttPeer
{
    public override async Task<PeerSubscriber> SubscribeAsync(PeerLink link, PeerSubscription subscription)
    {
        Dictionary<string, object> options = Options(link);
        options["id"] = subscription.Id;
        options["lasting"] = subscription.IsLasting;
        options["filters"] = subscription.Filters;
        options["qos"] = subscription.Qos;
        options["aliases"] = subscription.Aliases;
        if (subscription.WillTopic is { } topic)
            options["will"] = new { topic, payload = "gone", qos = 1 };
        PeerProcess process = PeerProcess.Start(program, "subscribe", JsonSerializer.Serialize(options));
        await process.LineAsync("SUBSCRIBED ");
        return new PeerSubscriber(process);
    }

    public override Task<(int ExitCode, string Output)> TryPublishAsync(PeerLink link, params PeerMessage[] messages)
    {
        Dictionary<string, object> options = Options(link);
        options["aliases"] = 10;
        options["messages"] = messages.Select(Written).ToArray();
        return PeerProcess.RunAsync(program, "publish", JsonSerializer.Serialize(options));
    }

    private static Dictionary<string, object> Options(PeerLink link) => new()
    {
        ["port"] = link.Port,
        ["version"] = link.Version == MqttProtocolVersion.V500 ? 5 : 4,
        ["web"] = link.Web,
        ["tls"] = link.Tls,
    };

    private static Dictionary<string, object> Written(PeerMessage message)
    {
        Dictionary<string, object> written = new()
        {
            ["topic"] = message.Topic,
            ["payload"] = message.Payload,
            ["qos"] = message.Qos,
            ["retain"] = message.Retain,
            ["properties"] = message.Properties,
        };
        if (message.Repeat is { } repeat)
            written["repeat"] = repeat;
        if (message.File is { } file)
            written["file"] = file;
        return written;
    }
}

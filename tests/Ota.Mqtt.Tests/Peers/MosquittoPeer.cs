using System.Globalization;
using Ota.Testing;

namespace Ota.Mqtt.Tests.Peers;

/// <summary>Debian's mosquitto_pub and mosquitto_sub.</summary>
internal sealed class MosquittoPeer : MqttPeer
{
    // By lines: what the tool says about its subscription would else wait in its buffer.
    private static readonly PeerProgram Subscriber = new("stdbuf", "-oL", "mosquitto_sub", "-d", "-F", PeerArrival.Prefix + "%j");

    private static readonly PeerProgram Publisher = new("mosquitto_pub");

    private static readonly PeerProgram NumberedPublisher =
        new("bash", "-c", "prefix=$1 last=$2; shift 2; seq -f \"$prefix%.0f\" 0 \"$last\" | mosquitto_pub -l \"$@\"", "publish");

    public override async Task<PeerSubscriber> SubscribeAsync(PeerLink link, PeerSubscription subscription)
    {
        List<string> arguments = [.. Arguments(link), "-q", $"{subscription.Qos}"];
        foreach (string filter in subscription.Filters)
            arguments.AddRange(["-t", filter]);
        if (subscription.Id.Length > 0)
            arguments.AddRange(["-i", subscription.Id]);
        if (subscription.IsLasting)
            arguments.Add("-c");
        if (subscription.WillTopic is { } topic)
            arguments.AddRange(["--will-topic", topic, "--will-payload", "gone", "--will-qos", "1"]);
        if (subscription.Aliases > 0)
            arguments.AddRange(["-D", "connect", "topic-alias-maximum", $"{subscription.Aliases}"]);
        PeerProcess process = PeerProcess.Start(Subscriber, [.. arguments]);
        await process.LineAsync("Subscribed (mid");
        return new PeerSubscriber(process);
    }

    public override async Task<(int ExitCode, string Output)> TryPublishAsync(PeerLink link, params PeerMessage[] messages)
    {
        string printed = "";
        foreach (PeerMessage message in messages)
        {
            (int exitCode, string output) = await PublishAsync(message, [.. Arguments(link), .. Arguments(message)]);
            printed += output;
            if (exitCode != 0)
                return (exitCode, printed);
        }
        return (0, printed);
    }

    private static Task<(int ExitCode, string Output)> PublishAsync(PeerMessage message, string[] arguments)
    {
        if (message.Repeat is { } repeat)
            return PeerProcess.RunAsync(NumberedPublisher, [message.Payload, $"{repeat - 1}", .. arguments]);
        string[] content = message.File is { } file ? ["-f", file] : ["-m", message.Payload];
        return PeerProcess.RunAsync(Publisher, [.. arguments, .. content]);
    }

    private static List<string> Arguments(PeerLink link)
    {
        List<string> arguments =
            ["-h", "127.0.0.1", "-p", $"{link.Port}", "-V", link.Version == MqttProtocolVersion.V500 ? "mqttv5" : "mqttv311"];
        foreach ((string option, string file) in new[] { "--cafile", "--cert", "--key" }.Zip(link.Tls))
            arguments.AddRange([option, file]);
        return arguments;
    }

    private static List<string> Arguments(PeerMessage message)
    {
        List<string> arguments = ["-t", message.Topic, "-q", $"{message.Qos}"];
        if (message.Retain)
            arguments.Add("-r");
        foreach ((string name, object value) in message.Properties)
        {
            if (value is string[][] pairs)
                arguments.AddRange(pairs.SelectMany(pair => new[] { "-D", "publish", "user-property", pair[0], pair[1] }));
            else
                arguments.AddRange(["-D", "publish", name, Convert.ToString(value, CultureInfo.InvariantCulture)!]);
        }
        return arguments;
    }
}

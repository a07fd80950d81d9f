using System.Text;
using System.Text.Json;

namespace Ota.Mqtt.Tests;

/// <summary>Translates the objects of the vector file into our packets.</summary>
internal sealed class VectorObjects(JsonElement json, MqttProtocolVersion version)
{
    private readonly JsonElement _properties = Member(json, "properties");

    public TestPacket ToPacket() => new(Content(), version);

    private object Content() => json.GetProperty("cmd").GetString() switch
    {
        "connect" => Connect(),
        "connack" => Connack(),
        "publish" => Publish(),
        "puback" => Ack(MqttPacketType.Puback),
        "pubrec" => Ack(MqttPacketType.Pubrec),
        "pubrel" => Ack(MqttPacketType.Pubrel),
        "pubcomp" => Ack(MqttPacketType.Pubcomp),
        "subscribe" => new SubscribePacket
        {
            PacketId = PacketId,
            Subscriptions = [.. json.GetProperty("subscriptions").EnumerateArray().Select(Subscription)],
            SubscriptionIdentifier = Number(_properties, "subscriptionIdentifier"),
            UserProperties = UserProperties(_properties),
        },
        "suback" => new SubackPacket
        {
            PacketId = PacketId,
            Reasons = Granted,
            ReasonString = ReasonString,
            UserProperties = UserProperties(_properties),
        },
        "unsubscribe" => new UnsubscribePacket
        {
            PacketId = PacketId,
            Filters = [.. json.GetProperty("unsubscriptions").EnumerateArray().Select(filter => filter.GetString()!)],
            UserProperties = UserProperties(_properties),
        },
        "unsuback" => new UnsubackPacket
        {
            PacketId = PacketId,
            Reasons = Granted,
            ReasonString = ReasonString,
            UserProperties = UserProperties(_properties),
        },
        "pingreq" => MqttPacketType.Pingreq,
        "pingresp" => MqttPacketType.Pingresp,
        "disconnect" => new DisconnectPacket
        {
            Reason = Reason,
            SessionExpiryInterval = Number(_properties, "sessionExpiryInterval"),
            ReasonString = ReasonString,
            UserProperties = UserProperties(_properties),
            ServerReference = Text(_properties, "serverReference"),
        },
        "auth" => new AuthPacket
        {
            Reason = Reason,
            AuthenticationMethod = Text(_properties, "authenticationMethod"),
            AuthenticationData = Bytes(_properties, "authenticationData"),
            ReasonString = ReasonString,
            UserProperties = UserProperties(_properties),
        },
        string other => throw new InvalidDataException(other),
        null => throw new InvalidDataException(),
    };

    private ushort PacketId => (ushort)(Number(json, "messageId") ?? 0);

    private ReasonCode Reason => (ReasonCode)(Number(json, "reasonCode") ?? 0);

    private string? ReasonString => Text(_properties, "reasonString");

    private IReadOnlyList<ReasonCode> Granted => Member(json, "granted") is { ValueKind: JsonValueKind.Array } codes
        ? [.. codes.EnumerateArray().Select(code => (ReasonCode)code.GetInt32())]
        : [];

    private ConnectPacket Connect() => new()
    {
        Version = version,
        ClientId = Text(json, "clientId") ?? "",
        CleanStart = Flag(json, "clean") ?? true,
        KeepAlive = (ushort)(Number(json, "keepalive") ?? 0),
        UserName = Text(json, "username"),
        Password = Bytes(json, "password"),
        Will = Member(json, "will") is { ValueKind: JsonValueKind.Object } will ? Will(will) : null,
        SessionExpiryInterval = Number(_properties, "sessionExpiryInterval"),
        ReceiveMaximum = (ushort?)Number(_properties, "receiveMaximum"),
        MaximumPacketSize = Number(_properties, "maximumPacketSize"),
        TopicAliasMaximum = (ushort?)Number(_properties, "topicAliasMaximum"),
        RequestResponseInformation = Flag(_properties, "requestResponseInformation"),
        RequestProblemInformation = Flag(_properties, "requestProblemInformation"),
        UserProperties = UserProperties(_properties),
        AuthenticationMethod = Text(_properties, "authenticationMethod"),
        AuthenticationData = Bytes(_properties, "authenticationData"),
    };

    private static WillMessage Will(JsonElement will)
    {
        JsonElement properties = Member(will, "properties");
        return new WillMessage
        {
            Topic = will.GetProperty("topic").GetString()!,
            Payload = Bytes(will, "payload"),
            Qos = (MqttQos)(Number(will, "qos") ?? 0),
            Retain = Flag(will, "retain") ?? false,
            DelayInterval = Number(properties, "willDelayInterval"),
            PayloadFormat = Format(properties),
            MessageExpiryInterval = Number(properties, "messageExpiryInterval"),
            ContentType = Text(properties, "contentType"),
            ResponseTopic = Text(properties, "responseTopic"),
            CorrelationData = Bytes(properties, "correlationData"),
            UserProperties = UserProperties(properties),
        };
    }

    // Only the cases without properties remain once those with a maximum QoS of 2 are set aside.
    private ConnackPacket Connack() => new()
    {
        SessionPresent = Flag(json, "sessionPresent") ?? false,
        Reason = Number(json, "returnCode") is uint code ? ReasonCodes.FromReturnCode((byte)code) : Reason,
    };

    private TestPublish Publish() => new()
    {
        Topic = json.GetProperty("topic").GetString()!,
        Payload = Bytes(json, "payload") ?? [],
        Qos = (MqttQos)(Number(json, "qos") ?? 0),
        Retain = Flag(json, "retain") ?? false,
        Duplicate = Flag(json, "dup") ?? false,
        PacketId = PacketId,
        Properties = new PublishProperties
        {
            PayloadFormat = Format(_properties),
            MessageExpiryInterval = Number(_properties, "messageExpiryInterval"),
            TopicAlias = (ushort?)Number(_properties, "topicAlias"),
            ResponseTopic = Text(_properties, "responseTopic"),
            CorrelationData = Bytes(_properties, "correlationData"),
            UserProperties = UserProperties(_properties),
            SubscriptionIdentifiers = [.. OneOrMany(Member(_properties, "subscriptionIdentifier")).Select(id => id.GetUInt32())],
            ContentType = Text(_properties, "contentType"),
        },
    };

    private TestAck Ack(MqttPacketType type) =>
        new(type, PacketId, Reason) { ReasonString = ReasonString, UserProperties = UserProperties(_properties) };

    private static Subscription Subscription(JsonElement one) => new()
    {
        Filter = one.GetProperty("topic").GetString()!,
        MaximumQos = (MqttQos)one.GetProperty("qos").GetInt32(),
        NoLocal = Flag(one, "nl") ?? false,
        RetainAsPublished = Flag(one, "rap") ?? false,
        RetainHandling = (RetainHandling)(Number(one, "rh") ?? 0),
    };

    private static UserProperty[] UserProperties(JsonElement properties) =>
        Member(properties, "userProperties") is { ValueKind: JsonValueKind.Object } user
            ? [.. user.EnumerateObject()
                .SelectMany(one => OneOrMany(one.Value), (one, value) => new UserProperty(one.Name, value.GetString()!))]
            : [];

    private static IEnumerable<JsonElement> OneOrMany(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray(),
        JsonValueKind.Undefined => [],
        _ => [value],
    };

    private static JsonElement Member(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out JsonElement found) && found.ValueKind != JsonValueKind.Null
            ? found
            : default;

    private static uint? Number(JsonElement of, string name) =>
        Member(of, name) is { ValueKind: JsonValueKind.Number } number ? number.GetUInt32() : null;

    private static PayloadFormat? Format(JsonElement properties) => Flag(properties, "payloadFormatIndicator") switch
    {
        true => PayloadFormat.Utf8,
        false => PayloadFormat.Unspecified,
        null => null,
    };

    private static bool? Flag(JsonElement of, string name) => Member(of, name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private static string? Text(JsonElement of, string name) => Bytes(of, name) is byte[] bytes ? Encoding.UTF8.GetString(bytes) : null;

    private static byte[]? Bytes(JsonElement of, string name)
    {
        JsonElement value = Member(of, name);
        return value.ValueKind switch
        {
            JsonValueKind.Object => Convert.FromHexString(value.GetProperty("$hex").GetString()!),
            JsonValueKind.String => Encoding.UTF8.GetBytes(value.GetString()!),
            _ => null,
        };
    }
}

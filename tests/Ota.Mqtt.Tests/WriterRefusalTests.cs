using System.Buffers;

namespace Ota.Mqtt.Tests;

public sealed class WriterRefusalTests
{
    private const MqttProtocolVersion Three = MqttProtocolVersion.V311;
    private const MqttProtocolVersion Five = MqttProtocolVersion.V500;

    public static TheoryData<string, MqttProtocolVersion> Cases
    {
        get
        {
            TheoryData<string, MqttProtocolVersion> cases = [];
            foreach ((string rule, MqttProtocolVersion version) in Packets.Keys)
                cases.Add(rule, version);
            return cases;
        }
    }

    private static Dictionary<(string Rule, MqttProtocolVersion Version), object> Packets => new()
    {
        [("client identifier with U+0000", Five)] = new ConnectPacket { ClientId = "\0" },
        [("client identifier with a lone surrogate", Five)] = new ConnectPacket { ClientId = "\uD800" },
        [("client identifier of 65,536 bytes", Five)] = new ConnectPacket { ClientId = new string('a', 65_536) },
        [("password without user name", Three)] = new ConnectPacket { Version = Three, Password = [] },
        [("no client identifier without clean session", Three)] = new ConnectPacket { Version = Three, CleanStart = false },
        [("authentication data without method", Five)] = new ConnectPacket { AuthenticationData = [] },
        [("receive maximum 0", Five)] = new ConnectPacket { ReceiveMaximum = 0 },
        [("maximum packet size 0", Five)] = new ConnectPacket { MaximumPacketSize = 0 },
        [("will topic with wildcard", Five)] = new ConnectPacket { Will = new WillMessage { Topic = "a/#" } },
        [("will topic empty", Five)] = new ConnectPacket { Will = new WillMessage { Topic = "" } },
        [("will QoS 3", Five)] = new ConnectPacket { Will = new WillMessage { Topic = "a", Qos = (MqttQos)3 } },
        [("will payload of 65,536 bytes", Five)] = new ConnectPacket { Will = new WillMessage { Topic = "a", Payload = new byte[65_536] } },
        [("version 3", Five)] = new ConnectPacket { Version = (MqttProtocolVersion)3 },
        [("session with a refusal", Five)] = new ConnackPacket { SessionPresent = true, Reason = ReasonCode.Banned },
        [("code of another packet in CONNACK", Five)] = new ConnackPacket { Reason = ReasonCode.GrantedQos1 },
        [("code without a return code", Three)] = new ConnackPacket { Reason = ReasonCode.MalformedPacket },
        [("maximum QoS 2", Five)] = new ConnackPacket { MaximumQos = MqttQos.ExactlyOnce },
        [("identifier 0 in SUBSCRIBE", Five)] = new SubscribePacket { Subscriptions = [new Subscription { Filter = "a" }] },
        [("no subscription", Five)] = new SubscribePacket { PacketId = 1 },
        [("bad filter", Five)] = Subscribe(new Subscription { Filter = "a#" }),
        [("bad shared filter", Five)] = Subscribe(new Subscription { Filter = "$share/a" }),
        [("QoS 3", Five)] = Subscribe(new Subscription { Filter = "a", MaximumQos = (MqttQos)3 }),
        [("retain handling 3", Five)] = Subscribe(new Subscription { Filter = "a", RetainHandling = (RetainHandling)3 }),
        [("no local and shared", Five)] = Subscribe(new Subscription { Filter = "$share/g/a", NoLocal = true }),
        [("no local", Three)] = Subscribe(new Subscription { Filter = "a", NoLocal = true }),
        [("subscription identifier 0", Five)] = Subscribe(new Subscription { Filter = "a" }) with { SubscriptionIdentifier = 0 },
        [("subscription identifier too large", Five)] =
            Subscribe(new Subscription { Filter = "a" }) with { SubscriptionIdentifier = 268_435_456 },
        [("SUBACK without codes", Five)] = new SubackPacket { PacketId = 1 },
        [("code of another packet in SUBACK", Three)] = new SubackPacket { PacketId = 1, Reasons = [ReasonCode.Banned] },
        [("UNSUBSCRIBE without filters", Three)] = new UnsubscribePacket { PacketId = 1 },
        [("UNSUBACK without codes", Five)] = new UnsubackPacket { PacketId = 1 },
        [("code of another packet in DISCONNECT", Five)] = new DisconnectPacket { Reason = ReasonCode.Banned },
        [("AUTH", Three)] = new AuthPacket { AuthenticationMethod = "m" },
        [("AUTH without a method", Five)] = new AuthPacket { Reason = ReasonCode.ContinueAuthentication },
        [("PUBACK identifier 0", Three)] = new TestAck(MqttPacketType.Puback, 0),
        [("code of another packet in PUBREL", Five)] = new TestAck(MqttPacketType.Pubrel, 1, ReasonCode.QuotaExceeded),
        [("code of another packet in a PUBCOMP with text", Five)] =
            new TestAck(MqttPacketType.Pubcomp, 1, ReasonCode.Banned) { ReasonString = "" },
        [("an acknowledgement that is none", Five)] = new TestAck(MqttPacketType.Suback, 1),
        [("a ping that is none", Five)] = MqttPacketType.Publish,
        [("no topic", Three)] = new TestPublish(),
        [("no topic and no alias", Five)] = new TestPublish(),
        [("topic of 65,536 bytes", Five)] = new TestPublish { Topic = new string('a', 65_536) },
        [("publish QoS 3", Five)] = new TestPublish { Topic = "a", Qos = (MqttQos)3, PacketId = 1 },
        [("QoS 1 without identifier", Five)] = new TestPublish { Topic = "a", Qos = MqttQos.AtLeastOnce },
        [("QoS 0 with identifier", Five)] = new TestPublish { Topic = "a", PacketId = 1 },
        [("QoS 0 and duplicate", Five)] = new TestPublish { Topic = "a", Duplicate = true },
        [("topic alias 0", Five)] = Publish(new PublishProperties { TopicAlias = 0 }),
        [("payload format 2", Five)] = Publish(new PublishProperties { PayloadFormat = (PayloadFormat)2 }),
        [("response topic with wildcard", Five)] = Publish(new PublishProperties { ResponseTopic = "+" }),
        [("user property with U+0000", Five)] = Publish(new PublishProperties { UserProperties = [new("a", "\0")] }),
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Content_that_the_protocol_does_not_allow_is_not_written(string rule, MqttProtocolVersion version)
    {
        object packet = Packets[(rule, version)];
        ArrayBufferWriter<byte> output = new();
        Action write = () => new TestPacket(packet, version).Encode();
        write.Should().Throw<ArgumentException>(rule);
        Action direct = () => MqttWriter.Write(output, (ControlPacket)packet, version);
        if (packet is ControlPacket)
            direct.Should().Throw<ArgumentException>();
        output.WrittenCount.Should().Be(0, "nothing is written before the packet is known to be good");
    }

    [Theory]
    [InlineData(ReasonCode.Success, 0)]
    [InlineData(ReasonCode.UnsupportedProtocolVersion, 1)]
    [InlineData(ReasonCode.ClientIdentifierNotValid, 2)]
    [InlineData(ReasonCode.ServerBusy, 3)]
    [InlineData(ReasonCode.BadUserNameOrPassword, 4)]
    [InlineData(ReasonCode.Banned, 5)]
    public void A_refusal_in_3_1_1_uses_the_nearest_return_code(ReasonCode reason, byte returnCode) =>
        new TestPacket(new ConnackPacket { Reason = reason }, Three).Encode().Should().Equal(0x20, 0x02, 0x00, returnCode);

    [Fact]
    public void A_failed_subscription_in_3_1_1_is_0x80() =>
        new TestPacket(new SubackPacket { PacketId = 1, Reasons = [ReasonCode.NotAuthorized, ReasonCode.GrantedQos1] }, Three)
            .Encode().Should().Equal(0x90, 0x04, 0x00, 0x01, 0x80, 0x01);

    private static TestPublish Publish(PublishProperties properties) => new() { Topic = "a", Properties = properties };

    private static SubscribePacket Subscribe(Subscription subscription) => new() { PacketId = 1, Subscriptions = [subscription] };
}

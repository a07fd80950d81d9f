namespace Ota.Mqtt.Tests;

/// <summary>Makes arbitrary valid packets from a seed. What MQTT 3.1.1 cannot carry is left out for it.</summary>
internal sealed class PacketMaker(int seed, MqttProtocolVersion version)
{
    private static readonly string[] Characters =
        ["a", "b", "Z", "0", " ", "/", "$", "é", "ß", "€", "\uFEFF", "\uFFFD", "\u0001", "\u007F", "😀", "\U0010FFFF", "漢"];
    private static readonly string[] Levels = ["", "a", "b", "vehicle", "$SYS", "é€", "😀", "\uFEFF", " "];
    private static readonly int[] Sizes = [0, 1, 2, 7, 100, 127, 128, 300, 5000];

    private readonly Random _random = new(seed);

    private bool Five => version == MqttProtocolVersion.V500;

    public TestPacket Any() => Of((MqttPacketType)_random.Next(1, Five ? 16 : 15));

    public TestPacket Of(MqttPacketType type)
    {
        object content = type switch
        {
            MqttPacketType.Connect => Connect(),
            MqttPacketType.Connack => Connack(),
            MqttPacketType.Publish => Publish(),
            MqttPacketType.Puback or MqttPacketType.Pubrec => Ack(type, 0x00, 0x10, 0x80, 0x83, 0x87, 0x90, 0x91, 0x97, 0x99),
            MqttPacketType.Pubrel or MqttPacketType.Pubcomp => Ack(type, 0x00, 0x92),
            MqttPacketType.Subscribe => Subscribe(),
            MqttPacketType.Suback => Suback(),
            MqttPacketType.Unsubscribe => new UnsubscribePacket
            {
                PacketId = PacketId(),
                Filters = List(1, 4, Filter),
                UserProperties = UserProperties(),
            },
            MqttPacketType.Unsuback => Unsuback(),
            MqttPacketType.Disconnect => Disconnect(),
            MqttPacketType.Auth => Auth(),
            _ => type,
        };
        return new TestPacket(content, version);
    }

    public string TopicName() => string.Join('/', List(1, 5, () => Pick(Levels))) is { Length: > 0 } name ? name : "/";

    public string Filter()
    {
        List<string> levels = List(1, 5, () => Chance() ? "+" : Pick(Levels));
        if (Chance())
            levels.Add("#");
        string filter = string.Join('/', levels) is { Length: > 0 } joined ? joined : "/";
        return Chance(4) ? "$share/" + Pick(["g", "group é", "$"]) + "/" + filter : filter;
    }

    private ConnectPacket Connect()
    {
        bool user = Chance();
        bool clean = Chance();
        string? method = Five ? Maybe(Text) : null;
        return new ConnectPacket
        {
            Version = version,
            ClientId = clean || Five ? Text() : "c" + Text(),
            CleanStart = clean,
            KeepAlive = (ushort)_random.Next(65536),
            UserName = user ? Text() : null,
            Password = (user || Five) && Chance() ? Binary() : null,
            Will = Chance() ? Will() : null,
            SessionExpiryInterval = Number(),
            ReceiveMaximum = Short(),
            MaximumPacketSize = Number(),
            TopicAliasMaximum = Short(),
            RequestResponseInformation = Flag(),
            RequestProblemInformation = Flag(),
            UserProperties = UserProperties(),
            AuthenticationMethod = method,
            AuthenticationData = method is null ? null : MaybeBinary(),
        };
    }

    private WillMessage Will() => new()
    {
        Topic = TopicName(),
        Payload = Binary(),
        Qos = (MqttQos)_random.Next(3),
        Retain = Chance(),
        DelayInterval = Number(),
        PayloadFormat = Format(),
        MessageExpiryInterval = Number(),
        ContentType = MaybeText(),
        ResponseTopic = Five ? Maybe(TopicName) : null,
        CorrelationData = MaybeBinary(),
        UserProperties = UserProperties(),
    };

    private ConnackPacket Connack()
    {
        ReasonCode reason = Five
            ? Code(
                0x00, 0x80, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8A, 0x8C,
                0x90, 0x95, 0x97, 0x99, 0x9A, 0x9B, 0x9C, 0x9D, 0x9F)
            : Code(0x00, 0x84, 0x85, 0x88, 0x86, 0x87);
        return new ConnackPacket
        {
            Reason = reason,
            SessionPresent = reason == ReasonCode.Success && Chance(),
            SessionExpiryInterval = Number(),
            ReceiveMaximum = Short(),
            MaximumQos = Five && Chance() ? (MqttQos)_random.Next(2) : null,
            RetainAvailable = Flag(),
            MaximumPacketSize = Number(),
            AssignedClientIdentifier = MaybeText(),
            TopicAliasMaximum = Short(),
            ReasonString = MaybeText(),
            UserProperties = UserProperties(),
            WildcardSubscriptionAvailable = Flag(),
            SubscriptionIdentifiersAvailable = Flag(),
            SharedSubscriptionAvailable = Flag(),
            ServerKeepAlive = Short(),
            ResponseInformation = MaybeText(),
            ServerReference = MaybeText(),
            AuthenticationMethod = MaybeText(),
            AuthenticationData = MaybeBinary(),
        };
    }

    private TestPublish Publish()
    {
        MqttQos qos = (MqttQos)_random.Next(3);
        ushort? alias = Short();
        return new TestPublish
        {
            Topic = alias is not null && Chance() ? "" : TopicName(),
            Payload = Binary(),
            Qos = qos,
            Retain = Chance(),
            Duplicate = qos != MqttQos.AtMostOnce && Chance(),
            PacketId = qos == MqttQos.AtMostOnce ? (ushort)0 : PacketId(),
            Properties = new PublishProperties
            {
                PayloadFormat = Format(),
                MessageExpiryInterval = Number(),
                TopicAlias = alias,
                ResponseTopic = Five ? Maybe(TopicName) : null,
                CorrelationData = MaybeBinary(),
                UserProperties = UserProperties(),
                SubscriptionIdentifiers = Five ? List(0, 4, SubscriptionIdentifier) : [],
                ContentType = MaybeText(),
            },
        };
    }

    private TestAck Ack(MqttPacketType type, params byte[] codes) => new(type, PacketId(), Five ? Code(codes) : ReasonCode.Success)
    {
        ReasonString = MaybeText(),
        UserProperties = UserProperties(),
    };

    private SubscribePacket Subscribe() => new()
    {
        PacketId = PacketId(),
        Subscriptions = List(1, 4, Subscription),
        SubscriptionIdentifier = Five && Chance() ? SubscriptionIdentifier() : null,
        UserProperties = UserProperties(),
    };

    private Subscription Subscription()
    {
        string filter = Filter();
        return new Subscription
        {
            Filter = filter,
            MaximumQos = (MqttQos)_random.Next(3),
            NoLocal = Five && !filter.StartsWith("$share/", StringComparison.Ordinal) && Chance(),
            RetainAsPublished = Five && Chance(),
            RetainHandling = Five ? (RetainHandling)_random.Next(3) : RetainHandling.Send,
        };
    }

    private SubackPacket Suback() => new()
    {
        PacketId = PacketId(),
        Reasons = Five
            ? List(1, 5, () => Code(0x00, 0x01, 0x02, 0x80, 0x83, 0x87, 0x8F, 0x91, 0x97, 0x9E, 0xA1, 0xA2)).ToArray()
            : List(1, 5, () => Code(0x00, 0x01, 0x02, 0x80)).ToArray(),
        ReasonString = MaybeText(),
        UserProperties = UserProperties(),
    };

    private UnsubackPacket Unsuback() => new()
    {
        PacketId = PacketId(),
        Reasons = Five ? List(1, 5, () => Code(0x00, 0x11, 0x80, 0x83, 0x87, 0x8F, 0x91)).ToArray() : [],
        ReasonString = MaybeText(),
        UserProperties = UserProperties(),
    };

    private DisconnectPacket Disconnect() => new()
    {
        Reason = Five ? Code(0x00, 0x04, 0x80, 0x81, 0x82, 0x83, 0x8B, 0x8E, 0x93, 0x98, 0x9D, 0xA2) : ReasonCode.Success,
        SessionExpiryInterval = Number(),
        ReasonString = MaybeText(),
        UserProperties = UserProperties(),
        ServerReference = MaybeText(),
    };

    private AuthPacket Auth() => Chance(8)
        ? new AuthPacket()
        : new AuthPacket
        {
            Reason = Code(0x00, 0x18, 0x19),
            AuthenticationMethod = Text(),
            AuthenticationData = MaybeBinary(),
            ReasonString = MaybeText(),
            UserProperties = UserProperties(),
        };

    private string Text() => string.Concat(List(0, 12, () => Pick(Characters)));

    private byte[] Binary()
    {
        byte[] bytes = new byte[Pick(Sizes)];
        _random.NextBytes(bytes);
        return bytes;
    }

    private string? MaybeText() => Five ? Maybe(Text) : null;

    private byte[]? MaybeBinary() => Five && Chance() ? Binary() : null;

    private ushort PacketId() => (ushort)_random.Next(1, 65536);

    private uint SubscriptionIdentifier() => (uint)Pick([1, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152, 268_435_455]);

    private uint? Number() => Five && Chance() ? (uint)_random.NextInt64(1, 1L + uint.MaxValue) : null;

    private ushort? Short() => Five && Chance() ? PacketId() : null;

    private bool? Flag() => Five && Chance() ? Chance() : null;

    private PayloadFormat? Format() => Five && Chance() ? (PayloadFormat)_random.Next(2) : null;

    private List<UserProperty> UserProperties() => Five ? List(0, 4, () => new UserProperty(Text(), Text())) : [];

    private ReasonCode Code(params byte[] codes) => (ReasonCode)Pick(codes);

    private List<T> List<T>(int least, int most, Func<T> make) =>
        [.. Enumerable.Range(0, _random.Next(least, most + 1)).Select(_ => make())];

    private T? Maybe<T>(Func<T> make)
        where T : class => Chance() ? make() : null;

    private T Pick<T>(T[] from) => from[_random.Next(from.Length)];

    private bool Chance(int oneIn = 2) => _random.Next(oneIn) == 0;
}

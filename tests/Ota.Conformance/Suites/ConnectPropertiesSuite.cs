using System.Runtime.CompilerServices;

namespace Ota.Conformance.Suites;

/// <summary>The properties of CONNECT and of its will (3.1.2.11, 3.1.3.2), and those of CONNACK (3.2.2.3).</summary>
public abstract class ConnectPropertiesSuite(BrokerUnderTest broker) : Suite(broker)
{
    public static TheoryData<string, byte[]> OncePerConnect => new()
    {
        { "session expiry", Property.SessionExpiry(1) },
        { "receive maximum", Property.ReceiveMaximum(5) },
        { "maximum packet size", Property.MaximumPacketSize(500) },
        { "topic alias maximum", Property.TopicAliasMaximum(5) },
        { "request response information", Property.RequestResponseInfo(0) },
        { "request problem information", Property.RequestProblemInfo(1) },
        { "authentication method", Property.AuthMethod("X") },
    };

    public static TheoryData<string, byte[]> NotForConnect => new()
    {
        { "topic alias", Property.TopicAlias(1) },
        { "payload format", Property.PayloadFormat(0) },
        { "server keep alive", Property.Two(PropertyId.ServerKeepAlive, 1) },
        { "reason string", Property.ReasonString("x") },
        { "subscription identifier", Property.SubscriptionId(1) },
        { "will delay", Property.WillDelay(1) },
        { "number 0", [0x00, 0x00] },
        { "number 4", [0x04, 0x00] },
        { "number 7F", [0x7F, 0x00] },
    };

    public static TheoryData<string, byte[]> WrongValues => new()
    {
        { "receive maximum 0", Property.ReceiveMaximum(0) },
        { "maximum packet size 0", Property.MaximumPacketSize(0) },
        { "request problem information 2", Property.RequestProblemInfo(2) },
        { "request response information 2", Property.RequestResponseInfo(2) },
        { "authentication data without a method", Property.AuthData(1, 2) },
        { "session expiry cut short", [0x11, 0x00, 0x00] },
        { "user property with a name only", new Bytes().Byte(0x26).Text("name").ToArray() },
    };

    public static TheoryData<string, byte[][]> WrongInWill => new()
    {
        { "session expiry", [Property.SessionExpiry(1)] },
        { "topic alias", [Property.TopicAlias(1)] },
        { "payload format twice", [Property.PayloadFormat(0), Property.PayloadFormat(0)] },
        { "will delay twice", [Property.WillDelay(1), Property.WillDelay(1)] },
        { "message expiry twice", [Property.MessageExpiry(1), Property.MessageExpiry(1)] },
        { "content type twice", [Property.ContentType("a"), Property.ContentType("a")] },
        { "response topic twice", [Property.ResponseTopic("a"), Property.ResponseTopic("a")] },
        { "correlation data twice", [Property.CorrelationData(1), Property.CorrelationData(1)] },
    };

    [Theory, MemberData(nameof(OncePerConnect))]
    [Clause("MQTT-4.13.1-1", "MQTT-3.1.4-1")]
    public Task CONNECT_with_a_property_twice_is_refused(string which, byte[] property) => Refused(which, property, property);

    [Theory, MemberData(nameof(NotForConnect))]
    [Clause("MQTT-4.13.1-1", "MQTT-3.1.4-1")]
    public Task CONNECT_with_a_property_of_other_packets_is_refused(string which, byte[] property) => Refused(which, property);

    [Theory, MemberData(nameof(WrongValues))]
    [Clause("MQTT-4.13.1-1", "MQTT-3.1.4-1")]
    public Task CONNECT_with_a_wrong_property_value_is_refused(string which, byte[] property) => Refused(which, property);

    [Theory, MemberData(nameof(WrongInWill))]
    [Clause("MQTT-4.13.1-1", "MQTT-3.1.4-1")]
    public Task CONNECT_with_a_wrong_will_property_is_refused(string which, byte[][] properties) => Test(async () =>
    {
        RawClient client = await OpenAsync();
        Will will = new(Own(which), Text("w")) { Properties = properties };
        await client.SendAsync(new Connect { ClientId = NewId(), Will = will });
        await client.ClosedAsync(Reason.Protocol, Reason.Malformed, Reason.PayloadFormatInvalid);
    }, which);

    [Fact]
    [Clause("MQTT-3.1.4-5")]
    public Task CONNECT_with_all_its_properties_is_accepted() => Test(async () =>
    {
        RawClient client = await ConnectAsync(V5, new Connect
        {
            ClientId = NewId(),
            Properties =
            [
                Property.SessionExpiry(1), Property.ReceiveMaximum(10), Property.MaximumPacketSize(10_000),
                Property.TopicAliasMaximum(10), Property.RequestResponseInfo(1), Property.RequestProblemInfo(1),
                Property.User("a", "1"), Property.User("a", "1"), Property.User("", ""),
            ],
        });
        await client.QuietAsync();
    });

    [Fact]
    [Clause("MQTT-2.2.2-1")]
    public Task CONNECT_of_5_0_without_property_length_is_refused() => Test(async () =>
    {
        RawClient client = await OpenAsync();
        await client.SendAsync(Frame.Of(0x10, new Bytes().Text("MQTT").Byte(5).Byte(2).Two(0).Text("id").ToArray()));
        await client.ClosedAsync(Reason.Malformed, Reason.Protocol, Reason.ClientIdNotValid);
    });

    [Fact]
    [Clause("MQTT-3.1.4-1")]
    public Task CONNECT_with_properties_past_its_end_is_refused() => Test(async () =>
    {
        RawClient client = await OpenAsync();
        byte[] body = new Bytes().Text("MQTT").Byte(5).Byte(2).Two(0).VarInt(200).Raw(Property.SessionExpiry(1)).ToArray();
        await client.SendAsync(Frame.Of(0x10, body));
        await client.ClosedAsync(Reason.Malformed, Reason.Protocol);
    });

    [Fact]
    [Clause("MQTT-4.12.0-1", "MQTT-3.2.2-6", "MQTT-3.2.2-7", "MQTT-3.2.2-8", "MQTT-4.13.2-1", "MQTT-4.12.0-4")]
    public Task CONNECT_with_an_unknown_authentication_method_is_refused() => Test(async () =>
    {
        RawClient client = await OpenAsync();
        await client.SendAsync(new Connect
        {
            ClientId = NewId(),
            Properties = [Property.AuthMethod("UNKNOWN-TO-ALL"), Property.AuthData(1, 2, 3)],
        });
        Received? connack = await client.ClosedAsync(Reason.BadAuthenticationMethod, Reason.NotAuthorized);
        connack.Should().NotBeNull();
        connack!.SessionPresent.Should().BeFalse();
    });

    [Fact]
    [Clause("MQTT-4.12.0-6", "MQTT-3.1.2-28")]
    public Task CONNACK_has_nothing_that_the_client_did_not_ask_for() => Test(async () =>
    {
        (_, Received connack) = await ConnectWithAnswerAsync();
        connack.Properties.Ids.Should().NotContain([PropertyId.AuthMethod, PropertyId.AuthData, PropertyId.ResponseInfo]);
    });

    [Fact]
    [Clause("MQTT-3.2.2-8", "MQTT-3.2.2-9")]
    public Task CONNACK_has_each_property_once_and_with_a_lawful_value() => Test(async () =>
    {
        (_, Received connack) = await ConnectWithAnswerAsync();
        connack.Properties.Ids.Where(id => id != PropertyId.UserProperty).Should().OnlyHaveUniqueItems();
        connack.Properties.Number(PropertyId.ReceiveMaximum).Should().NotBe(0u);
        connack.Properties.Number(PropertyId.MaximumPacketSize).Should().NotBe(0u);
        (connack.Properties.Number(PropertyId.MaximumQos) ?? 1).Should().BeInRange(0, 1);
        (connack.Properties.Number(PropertyId.RetainAvailable) ?? 1).Should().Be(1);
    });

    private Task Refused(string which, byte[] property, byte[]? again = null, [CallerMemberName] string name = "") => Test(async () =>
    {
        RawClient client = await OpenAsync();
        byte[][] properties = again is null ? [property] : [property, again];
        await client.SendAsync(new Connect { ClientId = NewId(), UserName = which, Properties = properties });
        await client.ClosedAsync(Reason.Protocol, Reason.Malformed);
    }, which, name);
}

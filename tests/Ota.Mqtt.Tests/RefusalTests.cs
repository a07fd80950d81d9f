namespace Ota.Mqtt.Tests;

/// <summary>One row for each rule: the bytes, the version, and the reason. The names in the rows are the clauses.</summary>
public sealed class RefusalTests
{
    private const MqttProtocolVersion Three = MqttProtocolVersion.V311;
    private const MqttProtocolVersion Five = MqttProtocolVersion.V500;
    private const ReasonCode Malformed = ReasonCode.MalformedPacket;
    private const ReasonCode Protocol = ReasonCode.ProtocolError;

    [Theory]
    [InlineData("00", Three, Malformed, "type 0 is reserved (2.1.2)")]
    [InlineData("00", Five, Malformed, "type 0 is reserved (2.1.2)")]
    [InlineData("F0", Three, Malformed, "type 15 is reserved in 3.1.1 (2.2.1)")]
    [InlineData("11", Five, Malformed, "CONNECT flags (MQTT-2.1.3-1)")]
    [InlineData("21", Five, Malformed, "CONNACK flags (MQTT-2.1.3-1)")]
    [InlineData("42", Five, Malformed, "PUBACK flags (MQTT-2.1.3-1)")]
    [InlineData("58", Three, Malformed, "PUBREC flags (3.1.1: MQTT-2.2.2-2)")]
    [InlineData("60", Three, Malformed, "PUBREL flags (MQTT-3.6.1-1)")]
    [InlineData("63", Five, Malformed, "PUBREL flags (MQTT-3.6.1-1)")]
    [InlineData("71", Five, Malformed, "PUBCOMP flags (MQTT-2.1.3-1)")]
    [InlineData("80", Five, Malformed, "SUBSCRIBE flags (MQTT-3.8.1-1)")]
    [InlineData("92", Five, Malformed, "SUBACK flags (MQTT-2.1.3-1)")]
    [InlineData("A0", Five, Malformed, "UNSUBSCRIBE flags (MQTT-3.10.1-1)")]
    [InlineData("B2", Five, Malformed, "UNSUBACK flags (MQTT-2.1.3-1)")]
    [InlineData("C1", Three, Malformed, "PINGREQ flags (3.1.1: MQTT-2.2.2-2)")]
    [InlineData("D8", Five, Malformed, "PINGRESP flags (MQTT-2.1.3-1)")]
    [InlineData("E1", Five, Malformed, "DISCONNECT flags (MQTT-3.14.1-1)")]
    [InlineData("F1", Five, Malformed, "AUTH flags (MQTT-3.15.1-1)")]
    [InlineData("36", Five, Malformed, "PUBLISH with QoS 3 (MQTT-3.3.1-4)")]
    [InlineData("38", Three, Malformed, "PUBLISH with QoS 0 and DUP (MQTT-3.3.1-2)")]
    [InlineData("30FFFFFFFF", Five, Malformed, "a length of five bytes (1.5.5)")]
    [InlineData("30FFFFFF80", Three, Malformed, "a length of five bytes (3.1.1: 2.2.3)")]
    [InlineData("C08000", Five, Malformed, "a length that is not minimal (MQTT-1.5.5-1)")]
    [InlineData("C00100", Five, Malformed, "PINGREQ with content (3.12.1)")]
    [InlineData("D00100", Three, Malformed, "PINGRESP with content (3.13.1)")]
    public void Fixed_header(string hex, MqttProtocolVersion version, ReasonCode reason, string rule) =>
        Expect(hex, version, reason, rule);

    [Theory]
    [InlineData("C08000", Three)]
    [InlineData("3089 8080 00 0001 61 31323334 3536", Three)]
    [InlineData("108D808000 0004 4D515454 04 02 0000 0001 61", Three)]
    [InlineData("108D808000 0004 4D515454 04 02 0000 0001 61", Five)] // CONNECT says its version itself.
    public void MQTT_3_1_1_takes_a_remaining_length_that_is_not_minimal(string hex, MqttProtocolVersion version) =>
        Wire.Read(Wire.Bytes(hex), version).Should().NotBeNull();

    [Theory]
    [InlineData(Three)]
    [InlineData(Five)]
    public void CONNECT_of_5_0_with_a_length_that_is_not_minimal_is_refused(MqttProtocolVersion version)
    {
        MqttProtocolException refused = Wire.Refused("108E00 0004 4D515454 05 02 0000 00 0001 61", version);
        refused.Reason.Should().Be(Malformed, "MQTT-1.5.5-1");
        refused.AnswerIn.Should().Be(Five);
    }

    [Theory]
    [InlineData("04 4D515454 05 03 0000 00 0000", Malformed, "the reserved flag (MQTT-3.1.2-3)")]
    [InlineData("04 4D515454 05 0A 0000 00 0000", Malformed, "will QoS without a will (MQTT-3.1.2-11)")]
    [InlineData("04 4D515454 05 22 0000 00 0000", Malformed, "will retain without a will (MQTT-3.1.2-13)")]
    [InlineData("04 4D515454 05 1E 0000 00 0000 00 0001 61 0000", Malformed, "will QoS 3 (MQTT-3.1.2-12)")]
    [InlineData("04 4D515454 05 06 0000 00 0000 00 0000 0000", Malformed, "an empty will topic (MQTT-4.7.3-1)")]
    [InlineData("04 4D515454 05 06 0000 00 0000 00 0001 23 0000", Malformed, "a will topic with a wildcard (MQTT-4.7.0-1)")]
    [InlineData("04 4D515454 05 06 0000 00 0000 02 2301 0001 61 0000", Malformed, "a topic alias in the will (2.2.2.2)")]
    [InlineData("04 4D515454 05 06 0000 00 0000 02 0102 0001 61 0000", Protocol, "a payload format of the will above 1")]
    [InlineData("04 4D515454 05 06 0000 00 0000 09 0100 0200000001 0001 61 0000", Malformed, "will properties that reach into the topic")]
    [InlineData("04 4D515454 05 02 0000 03 210000 0000", Protocol, "receive maximum 0 (3.1.2.11.3)")]
    [InlineData("04 4D515454 05 02 0000 05 2700000000 0000", Protocol, "maximum packet size 0 (3.1.2.11.4)")]
    [InlineData("04 4D515454 05 02 0000 02 1702 0000", Protocol, "request problem information 2 (3.1.2.11.7)")]
    [InlineData("04 4D515454 05 02 0000 02 1902 0000", Protocol, "request response information 2 (3.1.2.11.6)")]
    [InlineData("04 4D515454 05 02 0000 03 160000 0000", Protocol, "authentication data without a method (3.1.2.11.10)")]
    [InlineData("04 4D515454 05 02 0000 0A 1100000000 1100000000 0000", Protocol, "session expiry twice (3.1.2.11.2)")]
    [InlineData("04 4D515454 05 02 0000 03 130001 0000", Malformed, "server keep alive, which is for CONNACK (2.2.2.2)")]
    [InlineData("04 4D515454 05 02 0000 02 7F00 0000", Malformed, "an unknown property (2.2.2.2)")]
    [InlineData("04 4D515454 05 02 0000 02 9100 0000", Malformed, "a property identifier of two bytes (2.2.2.2)")]
    [InlineData("04 4D515454 05 02 0000 8000 0000", Malformed, "a property length that is not minimal (MQTT-1.5.5-1)")]
    [InlineData("04 4D515454 05 02 0000 03 1500 01", Malformed, "a property that is cut off")]
    [InlineData("04 4D515454 05 02 0000 00 0001 00", Malformed, "U+0000 in the client identifier (MQTT-1.5.4-2)")]
    [InlineData("04 4D515454 05 02 0000 00 0003 EDA080", Malformed, "a surrogate in the client identifier (MQTT-1.5.4-1)")]
    [InlineData("04 4D515454 05 02 0000 00 0002 C080", Malformed, "an overlong encoding (MQTT-1.5.4-1)")]
    [InlineData("04 4D515454 05 02 0000 00 0001 80", Malformed, "a lone continuation byte (MQTT-1.5.4-1)")]
    [InlineData("04 4D515454 05 82 0000 00 0000 0001 FF", Malformed, "a user name that is not UTF-8 (MQTT-3.1.3-12)")]
    [InlineData("04 4D515454 05 82 0000 00 0000", Malformed, "a user name that is missing (3.1.3)")]
    [InlineData("04 4D515454 05 42 0000 00 0000 0005 00", Malformed, "a password that is cut off (3.1.3)")]
    [InlineData("04 4D515454 05 02 0000 00 0000 00", Malformed, "bytes behind the end")]
    [InlineData("04 4D515454 05 02 0000", Malformed, "no properties")]
    [InlineData("04 4D515454 05 02 0000 00", Malformed, "no client identifier (MQTT-3.1.3-3)")]
    public void CONNECT_of_5_0_is_refused_and_can_be_answered(string body, ReasonCode reason, string rule)
    {
        foreach (MqttProtocolVersion version in Enum.GetValues<MqttProtocolVersion>())
        {
            MqttProtocolException refused = Wire.Refused(Frame("10", "00" + body), version);
            refused.Reason.Should().Be(reason, rule);
            refused.AnswerIn.Should().Be(Five);
        }
    }

    [Theory]
    [InlineData("04 4D515454 04 03 0000 0000", Malformed, null, "the reserved flag (3.1.1: MQTT-3.1.2-3)")]
    [InlineData("04 4D515454 04 0A 0000 0000", Malformed, null, "will QoS without a will (3.1.1: MQTT-3.1.2-13)")]
    [InlineData("04 4D515454 04 1E 0000 0000 0001 61 0000", Malformed, null, "will QoS 3 (3.1.1: MQTT-3.1.2-14)")]
    [InlineData("04 4D515454 04 22 0000 0000", Malformed, null, "will retain without a will (3.1.1: MQTT-3.1.2-15)")]
    [InlineData("04 4D515454 04 42 0000 0000 0000", Malformed, null, "a password without a user name (3.1.1: MQTT-3.1.2-22)")]
    [InlineData("04 4D515454 04 02 0000 0000 00", Malformed, null, "bytes behind the end")]
    [InlineData("04 4D515454 04 00 0000 0000", ReasonCode.ClientIdentifierNotValid, Three, "no client identifier (3.1.1: MQTT-3.1.3-8)")]
    [InlineData("04 4D515454 03 02 0000 0000", ReasonCode.UnsupportedProtocolVersion, Three, "level 3 (MQTT-3.1.2-2)")]
    [InlineData("04 4D515454 84 02 0000 0000", ReasonCode.UnsupportedProtocolVersion, Three, "the level of a bridge (MQTT-3.1.2-2)")]
    [InlineData("04 4D515454 06 02 0000 0000", ReasonCode.UnsupportedProtocolVersion, Five, "level 6 (MQTT-3.1.2-2)")]
    [InlineData("04 4D515454 FF FF", ReasonCode.UnsupportedProtocolVersion, Five, "level 255, whatever follows (MQTT-3.1.2-2)")]
    [InlineData("06 4D5149736470 03 02 0000 0000", ReasonCode.UnsupportedProtocolVersion, Three, "MQTT 3.1 (MQTT-3.1.2-2)")]
    [InlineData("04 4D515458 04 02 0000 0000", ReasonCode.UnsupportedProtocolVersion, null, "another protocol name (MQTT-3.1.2-1)")]
    [InlineData("04 6D717474 05 02 0000 00 0000", ReasonCode.UnsupportedProtocolVersion, null, "a name in small letters (MQTT-3.1.2-1)")]
    [InlineData("00 04", ReasonCode.UnsupportedProtocolVersion, null, "an empty protocol name (MQTT-3.1.2-1)")]
    [InlineData("04 4D515454", Malformed, null, "no level")]
    [InlineData("09 4D515454 04", Malformed, null, "a protocol name that is cut off")]
    [InlineData("04 FFFFFFFF 04", Malformed, null, "a protocol name that is not UTF-8 (MQTT-1.5.4-1)")]
    public void CONNECT_of_another_version_is_refused(string body, ReasonCode reason, MqttProtocolVersion? answer, string rule)
    {
        MqttProtocolException refused = Wire.Refused(Frame("10", "00" + body), Five);
        refused.Reason.Should().Be(reason, rule);
        refused.AnswerIn.Should().Be(answer, rule);
    }

    [Theory]
    [InlineData("0200", Three, Malformed, "reserved flags (MQTT-3.2.2-1)")]
    [InlineData("800000", Five, Malformed, "reserved flags (MQTT-3.2.2-1)")]
    [InlineData("0006", Three, Protocol, "a reserved return code (3.1.1: 3.2.2.3)")]
    [InlineData("0105", Three, Protocol, "a session with a refusal (3.1.1: MQTT-3.2.2-4)")]
    [InlineData("018700", Five, Protocol, "a session with a refusal (MQTT-3.2.2-6)")]
    [InlineData("000000", Three, Malformed, "bytes behind the end")]
    [InlineData("000100", Five, Protocol, "a code that CONNACK does not have (MQTT-3.2.2-8)")]
    [InlineData("0000", Five, Malformed, "success without properties (3.2.2.3.1)")]
    [InlineData("0087", Five, Protocol, "a short refusal with a code that 3.1.1 does not have")]
    [InlineData("00", Five, Malformed, "no code")]
    [InlineData("0000 03 210000", Five, Protocol, "receive maximum 0 (3.2.2.3.3)")]
    [InlineData("0000 02 2402", Five, Protocol, "maximum QoS 2 (3.2.2.3.4)")]
    [InlineData("0000 02 2502", Five, Protocol, "retain available 2 (3.2.2.3.5)")]
    [InlineData("0000 05 2700000000", Five, Protocol, "maximum packet size 0 (3.2.2.3.6)")]
    [InlineData("0000 02 2802", Five, Protocol, "wildcard subscriptions 2 (3.2.2.3.11)")]
    [InlineData("0000 02 2902", Five, Protocol, "subscription identifiers 2 (3.2.2.3.12)")]
    [InlineData("0000 02 2A02", Five, Protocol, "shared subscriptions 2 (3.2.2.3.13)")]
    [InlineData("0000 02 1701", Five, Malformed, "a property of CONNECT (2.2.2.2)")]
    public void CONNACK(string body, MqttProtocolVersion version, ReasonCode reason, string rule) =>
        Expect(Frame("20", body), version, reason, rule);

    [Theory]
    [InlineData("30", "0000", Three, Malformed, "an empty topic (3.1.1: MQTT-4.7.3-1)")]
    [InlineData("30", "0000 00", Five, Protocol, "no topic and no alias (3.3.2.1)")]
    [InlineData("30", "0001 23", Three, Malformed, "a wildcard in the topic (MQTT-3.3.2-2)")]
    [InlineData("30", "0003 612F2B 00", Five, Malformed, "a wildcard in the topic (MQTT-3.3.2-2)")]
    [InlineData("30", "0001 00 00", Five, Malformed, "U+0000 in the topic (MQTT-4.7.3-2)")]
    [InlineData("30", "0003 EDBFBF 00", Five, Malformed, "a surrogate in the topic (MQTT-1.5.4-1)")]
    [InlineData("30", "0005 61 00", Five, Malformed, "a topic that is cut off")]
    [InlineData("30", "00", Five, Malformed, "half a topic length")]
    [InlineData("30", "", Three, Malformed, "no topic (MQTT-3.3.2-1)")]
    [InlineData("30", "0001 61", Five, Malformed, "no properties")]
    [InlineData("30", "0001 61 05 0100", Five, Malformed, "properties that are cut off")]
    [InlineData("30", "0001 61 8000", Five, Malformed, "a property length that is not minimal (MQTT-1.5.5-1)")]
    [InlineData("30", "0001 61 FFFFFFFF01", Five, Malformed, "a property length of five bytes (1.5.5)")]
    [InlineData("32", "0001 61 0000", Three, Protocol, "packet identifier 0 (3.1.1: MQTT-2.3.1-1)")]
    [InlineData("34", "0001 61 0000 00", Five, Protocol, "packet identifier 0 (MQTT-2.2.1-3)")]
    [InlineData("32", "0001 61 00", Three, Malformed, "half a packet identifier")]
    [InlineData("30", "0001 61 02 0102", Five, Protocol, "payload format 2 (3.3.2.3.2)")]
    [InlineData("30", "0001 61 04 01000100", Five, Protocol, "payload format twice (3.3.2.3.2)")]
    [InlineData("30", "0001 61 0A 0200000001 0200000001", Five, Protocol, "message expiry twice (3.3.2.3.3)")]
    [InlineData("30", "0001 61 03 230000", Five, ReasonCode.TopicAliasInvalid, "topic alias 0 (MQTT-3.3.2-8)")]
    [InlineData("30", "0001 61 06 230001 230001", Five, Protocol, "topic alias twice (3.3.2.3.4)")]
    [InlineData("30", "0001 61 04 08 0001 23", Five, Malformed, "a wildcard in the response topic (MQTT-3.3.2-14)")]
    [InlineData("30", "0001 61 04 08 0001 FF", Five, Malformed, "a response topic that is not UTF-8 (MQTT-3.3.2-13)")]
    [InlineData("30", "0001 61 08 08 0001 61 08 0001 61", Five, Protocol, "response topic twice (3.3.2.3.5)")]
    [InlineData("30", "0001 61 06 090000 090000", Five, Protocol, "correlation data twice (3.3.2.3.6)")]
    [InlineData("30", "0001 61 07 26 0001 FF 0001 61", Five, Malformed, "a user property whose name is not UTF-8 (MQTT-1.5.7-1)")]
    [InlineData("30", "0001 61 07 26 0001 61 0001 00", Five, Malformed, "a user property whose value has U+0000 (MQTT-1.5.7-1)")]
    [InlineData("30", "0001 61 02 0B00", Five, Protocol, "subscription identifier 0 (3.3.2.3.8)")]
    [InlineData("30", "0001 61 03 0B8100", Five, Malformed, "a subscription identifier that is not minimal (MQTT-1.5.5-1)")]
    [InlineData("30", "0001 61 06 0BFFFFFFFF01", Five, Malformed, "a subscription identifier of five bytes (1.5.5)")]
    [InlineData("30", "0001 61 04 03 0001 FF", Five, Malformed, "a content type that is not UTF-8 (MQTT-3.3.2-19)")]
    [InlineData("30", "0001 61 03 210001", Five, Malformed, "a property of CONNECT (2.2.2.2)")]
    public void PUBLISH(string first, string body, MqttProtocolVersion version, ReasonCode reason, string rule) =>
        Expect(Frame(first, body), version, reason, rule);

    [Theory]
    [InlineData("0000", Three, Protocol, "packet identifier 0 (3.1.1: MQTT-2.3.1-1)")]
    [InlineData("0000", Five, Protocol, "packet identifier 0 (MQTT-2.2.1-3)")]
    [InlineData("00", Five, Malformed, "half a packet identifier")]
    [InlineData("", Three, Malformed, "no packet identifier")]
    [InlineData("000100", Three, Malformed, "more than two bytes (3.1.1: 3.4.1)")]
    [InlineData("000101", Five, Protocol, "a code of another packet (MQTT-3.4.2-1)")]
    [InlineData("0001FF", Five, Protocol, "a code that does not exist (MQTT-3.4.2-1)")]
    [InlineData("00010001", Five, Malformed, "properties that are cut off")]
    [InlineData("0001000000", Five, Malformed, "bytes behind the end")]
    [InlineData("000100 03 230001", Five, Malformed, "a property of PUBLISH (2.2.2.2)")]
    [InlineData("000100 08 1F000161 1F000161", Five, Protocol, "reason string twice (3.4.2.2.2)")]
    [InlineData("000100 04 1F0001FF", Five, Malformed, "a reason string that is not UTF-8 (MQTT-1.5.4-1)")]
    public void PUBACK_PUBREC_PUBREL_and_PUBCOMP(string body, MqttProtocolVersion version, ReasonCode reason, string rule)
    {
        foreach (string first in (string[])["40", "50", "62", "70"])
            Expect(Frame(first, body), version, reason, rule);
    }

    [Theory]
    [InlineData("62", "000110", "PUBREL with a code of PUBACK (MQTT-3.6.2-1)")]
    [InlineData("70", "000110", "PUBCOMP with a code of PUBACK (MQTT-3.7.2-1)")]
    [InlineData("40", "000192", "PUBACK with a code of PUBREL (MQTT-3.4.2-1)")]
    [InlineData("50", "000192", "PUBREC with a code of PUBCOMP (MQTT-3.5.2-1)")]
    public void Acknowledgement_codes_are_not_interchangeable(string first, string body, string rule) =>
        Expect(Frame(first, body), Five, Protocol, rule);

    [Theory]
    [InlineData("0000 0001 61 00", Three, Protocol, "packet identifier 0 (3.1.1: MQTT-2.3.1-1)")]
    [InlineData("0000 00 0001 61 00", Five, Protocol, "packet identifier 0 (MQTT-2.2.1-3)")]
    [InlineData("0001", Three, Protocol, "no filter (3.1.1: MQTT-3.8.3-3)")]
    [InlineData("0001 00", Five, Protocol, "no filter (MQTT-3.8.3-2)")]
    [InlineData("0001 0001 61", Three, Malformed, "no options")]
    [InlineData("0001 0000 00", Three, Malformed, "an empty filter (MQTT-4.7.3-1)")]
    [InlineData("0001 0001 61 03", Three, Protocol, "QoS 3 (3.1.1: MQTT-3.8.3-4)")]
    [InlineData("0001 0001 61 04", Three, Malformed, "reserved bits (3.1.1: MQTT-3.8.3-4)")]
    [InlineData("0001 00 0001 61 03", Five, Protocol, "QoS 3 (3.8.3.1)")]
    [InlineData("0001 00 0001 61 40", Five, Malformed, "reserved bits (MQTT-3.8.3-5)")]
    [InlineData("0001 00 0001 61 30", Five, Protocol, "retain handling 3 (3.8.3.1)")]
    [InlineData("0001 00 000A 2473686172652F672F61 04", Five, Protocol, "no local and shared (MQTT-3.8.3-4)")]
    [InlineData("0001 00 0008 2473686172652F67 00", Five, Malformed, "shared without a filter (MQTT-4.8.2-2)")]
    [InlineData("0001 00 0009 2473686172652F2F61 00", Five, Malformed, "shared with an empty name (MQTT-4.8.2-1)")]
    [InlineData("0001 00 000A 2473686172652F2B2F61 00", Five, Malformed, "shared with a wildcard in the name (MQTT-4.8.2-2)")]
    [InlineData("0001 00 0009 2473686172652F672F 00", Five, Malformed, "shared with an empty filter (MQTT-4.8.2-2)")]
    [InlineData("0001 00 0005 612F232F62 00", Five, Malformed, "# before the last level (MQTT-4.7.1-1)")]
    [InlineData("0001 00 0002 6123 00", Five, Malformed, "# in a level with other characters (MQTT-4.7.1-1)")]
    [InlineData("0001 0002 2B61 00", Three, Malformed, "+ in a level with other characters (MQTT-4.7.1-3)")]
    [InlineData("0001 0001 00 00", Three, Malformed, "U+0000 in the filter (MQTT-4.7.3-2)")]
    [InlineData("0001 0001 FF 00", Three, Malformed, "a filter that is not UTF-8 (MQTT-3.8.3-1)")]
    [InlineData("0001 02 0B00 0001 61 00", Five, Protocol, "subscription identifier 0 (3.8.2.1.2)")]
    [InlineData("0001 04 0B010B02 0001 61 00", Five, Protocol, "subscription identifier twice (3.8.2.1.2)")]
    [InlineData("0001 04 1F000161 0001 61 00", Five, Malformed, "a reason string, which is for answers (2.2.2.2)")]
    public void SUBSCRIBE(string body, MqttProtocolVersion version, ReasonCode reason, string rule) =>
        Expect(Frame("82", body), version, reason, rule);

    [Theory]
    [InlineData("0000 0001 61", Three, Protocol, "packet identifier 0 (3.1.1: MQTT-2.3.1-1)")]
    [InlineData("0001", Three, Protocol, "no filter (3.1.1: MQTT-3.10.3-2)")]
    [InlineData("0001 00", Five, Protocol, "no filter (MQTT-3.10.3-2)")]
    [InlineData("0001 00 0002 6123", Five, Malformed, "# in a level with other characters (MQTT-4.7.1-1)")]
    [InlineData("0001 00 0002 61", Five, Malformed, "a filter that is cut off")]
    [InlineData("0001 0001 C0", Three, Malformed, "a filter that is not UTF-8 (MQTT-3.10.3-1)")]
    [InlineData("0001 02 0B01 0001 61", Five, Malformed, "a subscription identifier (2.2.2.2)")]
    public void UNSUBSCRIBE(string body, MqttProtocolVersion version, ReasonCode reason, string rule) =>
        Expect(Frame("A2", body), version, reason, rule);

    [Theory]
    [InlineData("90", "0001", Three, Protocol, "SUBACK without codes (MQTT-3.9.3-1)")]
    [InlineData("90", "0000 00", Three, Protocol, "SUBACK with identifier 0")]
    [InlineData("90", "0001 03", Three, Protocol, "SUBACK with a reserved code (3.1.1: MQTT-3.9.3-2)")]
    [InlineData("90", "0001 87", Three, Protocol, "SUBACK with a code of 5.0 (3.1.1: MQTT-3.9.3-2)")]
    [InlineData("90", "0001 00 03", Five, Protocol, "SUBACK with a code it does not have (MQTT-3.9.3-2)")]
    [InlineData("90", "0001 00", Five, Protocol, "SUBACK without codes (MQTT-3.9.3-1)")]
    [InlineData("B0", "0001 00", Three, Malformed, "UNSUBACK with codes (3.1.1: 3.11.3)")]
    [InlineData("B0", "0001 00", Five, Protocol, "UNSUBACK without codes (MQTT-3.11.3-1)")]
    [InlineData("B0", "0001 00 01", Five, Protocol, "UNSUBACK with a code of SUBACK (MQTT-3.11.3-2)")]
    [InlineData("E0", "00", Three, Malformed, "DISCONNECT with content (3.1.1: 3.14.1)")]
    [InlineData("E0", "01", Five, Protocol, "DISCONNECT with a code it does not have (MQTT-3.14.2-1)")]
    [InlineData("E0", "0001", Five, Malformed, "DISCONNECT with properties that are cut off")]
    [InlineData("E0", "000000", Five, Malformed, "DISCONNECT with bytes behind the end")]
    [InlineData("E0", "00 0A 1100000000 1100000000", Five, Protocol, "DISCONNECT with session expiry twice (3.14.2.2.2)")]
    [InlineData("E0", "00 03 210001", Five, Malformed, "DISCONNECT with a property of CONNECT (2.2.2.2)")]
    [InlineData("F0", "01", Five, Protocol, "AUTH with a code it does not have (MQTT-3.15.2-1)")]
    [InlineData("F0", "18", Five, Malformed, "AUTH that continues without properties (3.15.2.2.1)")]
    [InlineData("F0", "18 00", Five, Protocol, "AUTH without a method (3.15.2.2.2)")]
    [InlineData("F0", "18 08 15000161 15000161", Five, Protocol, "AUTH with two methods (3.15.2.2.2)")]
    [InlineData("F0", "18 04 15000161 00", Five, Malformed, "AUTH with bytes behind the end")]
    public void Answers_DISCONNECT_and_AUTH(string first, string body, MqttProtocolVersion version, ReasonCode reason, string rule) =>
        Expect(Frame(first, body), version, reason, rule);

    private static string Frame(string first, string body) =>
        first + (body.Replace(" ", "", StringComparison.Ordinal).Length / 2).ToString("X2") + body;

    private static void Expect(string hex, MqttProtocolVersion version, ReasonCode reason, string rule)
    {
        MqttProtocolException refused = Wire.Refused(hex, version);
        refused.Reason.Should().Be(reason, rule);
        refused.AnswerIn.Should().BeNull("only CONNECT is answered");
    }
}

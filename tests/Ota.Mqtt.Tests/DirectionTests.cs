namespace Ota.Mqtt.Tests;

public sealed class DirectionTests
{
    private const MqttProtocolVersion Three = MqttProtocolVersion.V311;
    private const MqttProtocolVersion Five = MqttProtocolVersion.V500;

    [Theory]
    [InlineData("20")]
    [InlineData("90")]
    [InlineData("B0")]
    [InlineData("D0")]
    public void A_packet_that_only_servers_send_is_refused_from_a_client(string first)
    {
        foreach (MqttProtocolVersion version in Enum.GetValues<MqttProtocolVersion>())
            Wire.Refused(first, version, Wire.FromClient).Reason.Should().Be(ReasonCode.ProtocolError);
    }

    [Theory]
    [InlineData("10")]
    [InlineData("82")]
    [InlineData("A2")]
    [InlineData("C0")]
    public void A_packet_that_only_clients_send_is_refused_from_a_server(string first)
    {
        foreach (MqttProtocolVersion version in Enum.GetValues<MqttProtocolVersion>())
            Wire.Refused(first, version, Wire.FromServer).Reason.Should().Be(ReasonCode.ProtocolError);
    }

    [Fact]
    public void A_server_says_DISCONNECT_in_5_0_only()
    {
        Wire.Read(Wire.Bytes("E000"), Five, Wire.FromServer).Should().NotBeNull();
        Wire.Refused("E000", Three, Wire.FromServer).Reason.Should().Be(ReasonCode.ProtocolError);
    }

    [Theory]
    [InlineData("E0 01 04", "disconnect with will is for clients", false)]
    [InlineData("E0 01 8B", "server shutting down is for servers", true)]
    [InlineData("E0 01 8E", "session taken over is for servers", true)]
    [InlineData("F0 06 19 04 15000161", "re-authenticate is for clients", false)]
    [InlineData("F0 00", "success ends an authentication, which the server decides", true)]
    [InlineData("40 03 0001 10", "no matching subscribers is for servers (3.4.2.1)", true)]
    [InlineData("50 03 0001 10", "no matching subscribers is for servers (3.5.2.1)", true)]
    public void A_reason_code_is_accepted_in_its_direction_only(string hex, string rule, bool fromServer)
    {
        Wire.Read(Wire.Bytes(hex), Five, fromServer ? Wire.FromServer : Wire.FromClient).Should().NotBeNull(rule);
        Wire.Read(Wire.Bytes(hex), Five, Wire.FromAnyone).Should().NotBeNull(rule);
        Wire.Refused(hex, Five, fromServer ? Wire.FromClient : Wire.FromServer).Reason.Should().Be(ReasonCode.ProtocolError, rule);
    }

    [Fact]
    public void A_subscription_identifier_comes_from_the_server_only()
    {
        const string publish = "30 06 0001 61 02 0B01"; // MQTT-3.3.4-6
        Wire.Read(Wire.Bytes(publish), Five, Wire.FromServer).Should().NotBeNull();
        Wire.Refused(publish, Five, Wire.FromClient).Reason.Should().Be(ReasonCode.ProtocolError);
    }

    [Fact]
    public void A_session_expiry_in_DISCONNECT_comes_from_the_client_only()
    {
        const string disconnect = "E0 07 00 05 1100000001"; // MQTT-3.14.2-2
        Wire.Read(Wire.Bytes(disconnect), Five, Wire.FromClient).Should().NotBeNull();
        Wire.Refused(disconnect, Five, Wire.FromServer).Reason.Should().Be(ReasonCode.ProtocolError);
    }

    [Fact]
    public void A_5_0_client_understands_the_refusal_of_a_3_1_1_server()
    {
        TestPacket? answer = Wire.Read(Wire.Bytes("20020001"), Five, Wire.FromServer);
        answer!.Content.Should().BeOfType<ConnackPacket>().Which.Reason.Should().Be(ReasonCode.UnsupportedProtocolVersion);
    }
}

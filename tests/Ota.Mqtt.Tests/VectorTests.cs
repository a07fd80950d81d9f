namespace Ota.Mqtt.Tests;

public sealed class VectorTests
{
    public static TheoryData<int, string> Cases
    {
        get
        {
            TheoryData<int, string> cases = [];
            foreach (VectorCase one in Vectors.All().Where(one => !Vectors.Exceptions.ContainsKey(one.Index)))
                cases.Add(one.Index, $"{one.Kind}: {one.Name}");
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_case_holds(int index, string name)
    {
        VectorCase one = Vectors.All().ElementAt(index);
        name.Should().Contain(one.Name);
        switch (one.Kind)
        {
            case "parse+generate":
                Parses(one);
                new VectorObjects(one.Object, one.Version).ToPacket().Encode().Should().Equal(Wire.Bytes(one.Hex!));
                break;
            case "parse":
                Parses(one);
                break;
            case "parse-error":
                Wire.Refused(one.Hex!, one.Version);
                break;
            case "generate-error":
                Action generate = () => new VectorObjects(one.Object, one.Version).ToPacket().Encode();
                generate.Should().Throw<ArgumentException>();
                break;
            default:
                throw new InvalidDataException(one.Kind);
        }
    }

    [Fact]
    public void Every_case_is_run_or_has_a_reason()
    {
        Vectors.All().Should().HaveCount(158);
        Vectors.Exceptions.Should().HaveCount(39);
        Cases.Should().HaveCount(158 - 39);
    }

    [Fact]
    public void The_connects_of_MQTT_3_1_are_refused_with_an_answer_in_3_1_1()
    {
        VectorCase[] old = [.. Vectors.All().Where(one => one.Kind != "parse-error" && one.IsMqtt31)];
        old.Should().HaveCount(13);
        foreach (VectorCase one in old)
        {
            MqttProtocolException refused = Wire.Refused(one.Hex!, MqttProtocolVersion.V500);
            refused.Reason.Should().Be(ReasonCode.UnsupportedProtocolVersion);
            refused.AnswerIn.Should().Be(MqttProtocolVersion.V311);
        }
    }

    [Theory]
    [InlineData(26, ReasonCode.MalformedPacket)]
    [InlineData(27, ReasonCode.MalformedPacket)]
    [InlineData(62, ReasonCode.ProtocolError)]
    [InlineData(63, ReasonCode.ProtocolError)]
    public void A_case_that_differs_from_the_specification_is_refused(int index, ReasonCode reason)
    {
        VectorCase one = Vectors.All().ElementAt(index);
        Wire.Refused(one.Hex!, one.Version).Reason.Should().Be(reason);
    }

    private static void Parses(VectorCase one)
    {
        // The file gives 0x01 here; a 5.0 client that meets a 3.1.1 server should learn that its version is not spoken.
        TestPacket expected = one.Name == "Version 4 CONACK in Version 5 mode"
            ? new TestPacket(new ConnackPacket { Reason = ReasonCode.UnsupportedProtocolVersion }, one.Version)
            : new VectorObjects(one.Object, one.Version).ToPacket();
        Wire.Read(Wire.Bytes(one.Hex!), one.Version)!.ToString().Should().Be(expected.ToString());
    }
}

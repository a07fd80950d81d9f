using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Ota.Mqtt.Tests;

public sealed class TopicTests
{
    [Theory]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1", true)]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1/ranking", true)]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon", true)]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player12", false)]
    [InlineData("sport/#", "sport", true)]
    [InlineData("sport/#", "sport/", true)]
    [InlineData("#", "a", true)]
    [InlineData("#", "/", true)]
    [InlineData("#", "a/b/c", true)]
    [InlineData("sport/tennis/+", "sport/tennis/player1", true)]
    [InlineData("sport/tennis/+", "sport/tennis/player1/ranking", false)]
    [InlineData("sport/+", "sport", false)]
    [InlineData("sport/+", "sport/", true)]
    [InlineData("+", "sport", true)]
    [InlineData("+", "/finance", false)]
    [InlineData("+/+", "/finance", true)]
    [InlineData("/+", "/finance", true)]
    [InlineData("+/tennis/#", "sport/tennis", true)]
    [InlineData("+/tennis/#", "sport/tennis/a", true)]
    [InlineData("+/+/+", "a/b", false)]
    [InlineData("a//b", "a//b", true)]
    [InlineData("a/+/b", "a//b", true)]
    [InlineData("a/b", "a/b/c", false)]
    [InlineData("a/b/c", "a/b", false)]
    [InlineData("A", "a", false)]
    [InlineData("#", "$SYS/a", false)]
    [InlineData("+/a", "$SYS/a", false)]
    [InlineData("+", "$SYS", false)]
    [InlineData("$SYS/#", "$SYS/a", true)]
    [InlineData("$SYS/#", "$SYS", true)]
    [InlineData("$SYS/+", "$SYS/a", true)]
    [InlineData("a/+", "a/$SYS", true)]
    [InlineData("é/+", "é/漢", true)]
    public void Matching(string filter, string topic, bool matches)
    {
        TopicFilter.Matches(Utf8(filter), Utf8(topic)).Should().Be(matches);
        NaiveMatcher.Matches(filter, topic).Should().Be(matches);
    }

    [Fact]
    public void The_matcher_equals_a_naive_one()
    {
        Gen<string> level = Gen.Elements("", "a", "b", "$", "$SYS", "é");
        Gen<string> filterLevel = Gen.Frequency((3, level), (2, Gen.Constant("+")));
        var cases =
            from topicLevels in Join(level)
            from filterLevels in Join(filterLevel)
            from tail in Gen.Elements("", "", "/#", "#")
            select (topic: topicLevels, filter: tail == "#" ? "#" : filterLevels + tail);
        int matched = 0;
        Check.Holds(cases, one =>
        {
            bool expected = NaiveMatcher.Matches(one.filter, one.topic);
            TopicFilter.Matches(Utf8(one.filter), Utf8(one.topic)).Should().Be(expected);
            matched += expected ? 1 : 0;
        }, 20_000);
        matched.Should().BeGreaterThan(500, "the cases are not all mismatches");
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("/", true)]
    [InlineData(" ", true)]
    [InlineData("+", true)]
    [InlineData("#", true)]
    [InlineData("+/+/#", true)]
    [InlineData("$share/g/a", true)]
    [InlineData("", false)]
    [InlineData("a#", false)]
    [InlineData("#a", false)]
    [InlineData("#/a", false)]
    [InlineData("#/", false)]
    [InlineData("a+", false)]
    [InlineData("+a/b", false)]
    [InlineData("a/++", false)]
    [InlineData("##", false)]
    [InlineData("a\0", false)]
    public void Filters(string filter, bool valid) => TopicFilter.IsValid(Utf8(filter)).Should().Be(valid);

    [Theory]
    [InlineData("a/b", true)]
    [InlineData("$SYS/a", true)]
    [InlineData("/", true)]
    [InlineData("\uFEFFa", true)]
    [InlineData("", false)]
    [InlineData("a/#", false)]
    [InlineData("+", false)]
    [InlineData("a\0b", false)]
    public void Names(string topic, bool valid) => TopicName.IsValid(Utf8(topic)).Should().Be(valid);

    [Theory]
    [InlineData("$share/group/a/b", "group", "a/b")]
    [InlineData("$share/g/#", "g", "#")]
    [InlineData("$share/g//", "g", "/")]
    [InlineData("$share/g g/$share/x", "g g", "$share/x")]
    public void A_shared_filter_is_split(string filter, string name, string inner)
    {
        TopicFilter.TryParseShared(Utf8(filter), out ReadOnlySpan<byte> shareName, out ReadOnlySpan<byte> topicFilter).Should().BeTrue();
        Encoding.UTF8.GetString(shareName).Should().Be(name);
        Encoding.UTF8.GetString(topicFilter).Should().Be(inner);
    }

    [Theory]
    [InlineData("$share")]
    [InlineData("$share/")]
    [InlineData("$share/g")]
    [InlineData("$share/g/")]
    [InlineData("$share//a")]
    [InlineData("$share/+/a")]
    [InlineData("$share/g#/a")]
    [InlineData("$share/g/a#")]
    [InlineData("$shared/g/a")]
    [InlineData("a/b")]
    public void What_is_not_a_shared_filter_is_not_split(string filter) =>
        TopicFilter.TryParseShared(Utf8(filter), out _, out _).Should().BeFalse();

    [Fact]
    public void Lengths_end_at_65535_bytes()
    {
        TopicName.IsValid(new string('a', 65_535).Select(c => (byte)c).ToArray()).Should().BeTrue();
        TopicName.IsValid(new string('a', 65_536).Select(c => (byte)c).ToArray()).Should().BeFalse();
        TopicFilter.IsValid(new string('a', 65_536).Select(c => (byte)c).ToArray()).Should().BeFalse();
    }

    [Theory]
    [InlineData("a", 1)]
    [InlineData("/", 2)]
    [InlineData("a/b/c", 3)]
    public void Levels(string topic, int count) => TopicName.CountLevels(Utf8(topic)).Should().Be(count);

    [Fact]
    public void A_byte_order_mark_is_kept()
    {
        TestPacket packet = new(new ConnectPacket { ClientId = "\uFEFFclient" }, MqttProtocolVersion.V500); // MQTT-1.5.4-3
        Wire.Read(packet.Encode(), packet.Version)!.Content.Should().BeOfType<ConnectPacket>().Which.ClientId.Should().Be("\uFEFFclient");
    }

    private static Gen<string> Join(Gen<string> level) =>
        from count in Gen.Choose(1, 4)
        from levels in level.ListOf(count)
        select string.Join('/', levels) is { Length: > 0 } joined ? joined : "a";

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}

using Microsoft.Extensions.Configuration;
using Ota.Mqtt;
using Ota.Mqtt.Broker;
using Ota.Server.Bridge;
using Ota.Server.Settings;

namespace Ota.Server.Tests.Bridge;

public sealed class BridgeOptionsTests
{
    [Fact]
    public void With_dev_dead_peers_are_found_within_minutes_and_one_filter_is_closed()
    {
        MqttBrokerOptions broker = Read("--dev").Options.ToBroker();
        broker.Validate().Should().BeEmpty();
        broker.MaxKeepAlive.Should().Be(TimeSpan.FromSeconds(60));
        ITopicAccess access = broker.Access!(new MqttClientInfo { ClientId = "c" });
        access.MaySubscribe("test/nosubscribe"u8).Should().BeFalse();
        access.MaySubscribe("test/+"u8).Should().BeTrue();
        access.MayPublish("test/nosubscribe"u8).Should().BeTrue();
        access.RefuseSubscribe("test/nosubscribe"u8).Reason.Should().Be(ReasonCode.UnspecifiedError);
    }

    [Fact]
    public void Without_dev_nothing_is_closed_and_keep_alives_spare_the_battery()
    {
        MqttBrokerOptions broker = Read().Options.ToBroker();
        broker.Validate().Should().BeEmpty();
        broker.MaxKeepAlive.Should().Be(TimeSpan.FromMinutes(20));
        broker.Access.Should().BeNull();
    }

    [Fact]
    public void Each_limit_reaches_the_broker()
    {
        MqttBrokerOptions broker = Read(
            "--mqtt-keep-alive", "30", "--mqtt-idle-seconds", "90", "--mqtt-publish-rate", "7", "--mqtt-publish-bytes", "8",
            "--mqtt-queue-mb", "9", "--mqtt-no-subscribe", "a/#").Options.ToBroker();
        (broker.MaxKeepAlive, broker.IdleTimeout).Should().Be((TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(90)));
        (broker.MaxPublishesPerSecond, broker.MaxPublishBytesPerSecond, broker.MaxTotalQueuedBytes).Should().Be((7, 8L, 9_000_000L));
        broker.Access!(new MqttClientInfo { ClientId = "c" }).MaySubscribe("a/b"u8).Should().BeFalse();
    }

    [Fact]
    public void A_wrong_filter_or_interval_is_a_problem() =>
        Read("--mqtt-no-subscribe", "a/#/b", "--mqtt-idle-seconds", "1").Problems.Should().SatisfyRespectively(
            problem => problem.Should().StartWith("--mqtt-idle-seconds:"),
            problem => problem.Should().StartWith("--mqtt-no-subscribe: \"a/#/b\" is not a topic filter"));

    private static (BridgeOptions Options, IReadOnlyList<string> Problems) Read(params string[] args)
    {
        SettingValues values = SettingsReader.Read(
            ServerOptions.Settings, args, new Dictionary<string, string>(), new ConfigurationBuilder().Build());
        return (BridgeOptions.From(values), values.Problems);
    }
}

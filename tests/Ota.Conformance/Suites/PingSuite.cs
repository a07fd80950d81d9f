namespace Ota.Conformance.Suites;

/// <summary>PINGREQ and PINGRESP (3.12, 3.13).</summary>
public abstract class PingSuite(BrokerUnderTest broker) : Suite(broker)
{
    [Theory, BothVersions]
    [Clause("MQTT-3.12.4-1")]
    [Clause311("MQTT-3.12.4-1")]
    public Task PINGREQ_is_answered_by_PINGRESP(int level) => Test(async () =>
    {
        RawClient client = await ConnectAsync(level);
        await client.QuietAsync();
        await client.QuietAsync();
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-2.1.3-1")]
    [Clause311("MQTT-2.2.2-2")]
    public Task PINGREQ_with_flags_ends_the_connection(int level) => Test(async () =>
    {
        RawClient client = await ConnectAsync(level);
        await client.SendAsync(0xC1, 0x00);
        await client.ClosedAsync(Reason.Malformed, Reason.Protocol);
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-4.13.1-1")]
    [Clause311("MQTT-4.8.0-1")]
    public Task PINGREQ_with_content_ends_the_connection(int level) => Test(async () =>
    {
        RawClient client = await ConnectAsync(level);
        await client.SendAsync(0xC0, 0x01, 0x00);
        await client.ClosedAsync(Reason.Malformed, Reason.Protocol);
    }, level);
}

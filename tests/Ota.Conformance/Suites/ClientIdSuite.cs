namespace Ota.Conformance.Suites;

/// <summary>The client identifier (3.1.3.1).</summary>
public abstract class ClientIdSuite(BrokerUnderTest broker) : Suite(broker)
{
    [Theory]
    [InlineData(V4, "0123456789abcdefghijklm")]
    [InlineData(V4, "nopqrstuvwxyzABCDEFGHIJ")]
    [InlineData(V4, "KLMNOPQRSTUVWXYZ")]
    [InlineData(V5, "0123456789abcdefghijklm")]
    [InlineData(V5, "nopqrstuvwxyzABCDEFGHIJ")]
    [InlineData(V5, "K")]
    [Clause("MQTT-3.1.3-5")]
    [Clause311("MQTT-3.1.3-5")]
    public Task CONNECT_with_a_client_id_that_every_server_allows_is_accepted(int level, string id) => Test(async () =>
    {
        RawClient client = await ConnectAsync(level, new Connect { ClientId = id });
        await client.DisconnectAsync();
    }, level);

    [Fact]
    [Clause("MQTT-3.1.3-6", "MQTT-3.1.3-7", "MQTT-3.2.2-16")]
    public Task CONNECT_without_client_id_is_told_the_assigned_one() => Test(async () =>
    {
        (_, Received first) = await ConnectWithAnswerAsync(V5, new Connect());
        (_, Received second) = await ConnectWithAnswerAsync(V5, new Connect());
        string? id = first.Properties.Text(PropertyId.AssignedClientId);
        id.Should().NotBeNullOrEmpty();
        second.Properties.Text(PropertyId.AssignedClientId).Should().NotBeNullOrEmpty().And.NotBe(id);
    });

    [Fact]
    [Clause("MQTT-3.1.3-7", "MQTT-3.1.3-2")]
    public Task CONNECT_with_an_assigned_client_id_finds_its_session() => Test(async () =>
    {
        (RawClient client, Received first) = await ConnectWithAnswerAsync(V5,
            new Connect { CleanStart = false, Properties = [Property.SessionExpiry(60)] });
        string id = first.Properties.Text(PropertyId.AssignedClientId)!;
        await client.DisconnectAsync();

        (_, Received again) = await ConnectWithAnswerAsync(V5, new Connect { ClientId = id, CleanStart = false });
        again.SessionPresent.Should().BeTrue();
    });

    [Fact]
    [Clause("MQTT-3.2.2-16")]
    public Task CONNACK_names_no_assigned_client_id_where_the_client_has_one() => Test(async () =>
    {
        (_, Received connack) = await ConnectWithAnswerAsync();
        connack.Properties.Ids.Should().NotContain(PropertyId.AssignedClientId);
    });

    [Fact]
    [Clause311("MQTT-3.1.3-6", "MQTT-3.1.3-7")]
    public Task CONNECT_of_3_1_1_without_client_id_is_accepted_with_clean_session() => Test(async () =>
    {
        (RawClient first, Received connack) = await ConnectWithAnswerAsync(V4, new Connect());
        connack.SessionPresent.Should().BeFalse();
        RawClient second = await ConnectAsync(V4, new Connect());
        await second.QuietAsync();
        await first.QuietAsync(); // The second did not take over the first: their ids differ.
    });

    [Fact]
    [Clause311("MQTT-3.1.3-8", "MQTT-3.2.2-4", "MQTT-3.2.2-5")]
    public Task CONNECT_of_3_1_1_without_client_id_and_without_clean_session_is_refused() => Test(async () =>
    {
        RawClient client = await OpenAsync(V4);
        await client.SendAsync(new Connect { CleanStart = false });
        Received? connack = await client.ClosedAsync(0x02);
        connack.Should().NotBeNull();
        connack!.SessionPresent.Should().BeFalse();
    });

    [Theory, BothVersions]
    [Clause("MQTT-3.1.3-4", "MQTT-3.1.3-8")]
    [Clause311("MQTT-3.1.3-4")]
    public Task CONNECT_with_a_client_id_that_is_not_UTF_8_is_refused(int level) => Test(async () =>
    {
        Bytes body = new Bytes().Text("MQTT").Byte(level).Byte(0x02).Two(0);
        if (level == V5) body.Byte(0);
        RawClient client = await OpenAsync(level);
        await client.SendAsync(Frame.Of(0x10, body.Binary([0x61, 0xC3, 0x28]).ToArray()));
        await client.ClosedAsync(0x02, Reason.Malformed, Reason.Protocol, Reason.ClientIdNotValid);
    }, level);

    [Theory, BothVersions]
    [Clause("MQTT-3.1.4-3")]
    [Clause311("MQTT-3.1.4-2")]
    public Task CONNECT_with_the_id_of_another_connection_takes_over(int level) => Test(async () =>
    {
        string id = NewId();
        RawClient first = await ConnectAsync(level, new Connect { ClientId = id });
        RawClient second = await ConnectAsync(level, new Connect { ClientId = id });
        Received? farewell = await first.ClosedAsync(Reason.SessionTakenOver);
        if (level == V5) farewell.Should().NotBeNull("a 5.0 client is told with 8E");
        await second.QuietAsync();
    }, level);

    [Fact]
    [Clause("MQTT-3.1.4-3")]
    public Task CONNECT_to_a_lasting_session_takes_over_from_the_connection_that_has_it() => Test(async () =>
    {
        Connect connect = new() { ClientId = NewId(), CleanStart = false, Properties = [Property.SessionExpiry(60)] };
        RawClient first = await ConnectAsync(V5, connect);
        (RawClient second, Received connack) = await ConnectWithAnswerAsync(V5, connect);
        connack.SessionPresent.Should().BeTrue();
        (await first.ClosedAsync(Reason.SessionTakenOver)).Should().NotBeNull();
        await second.QuietAsync();
    });

    [Theory, BothVersions]
    [Clause("MQTT-3.1.3-2")]
    [Clause311("MQTT-3.1.3-2")]
    public Task CONNECT_with_ids_that_differ_in_case_gives_two_connections(int level) => Test(async () =>
    {
        string id = NewId();
        RawClient first = await ConnectAsync(level, new Connect { ClientId = id });
        await ConnectAsync(level, new Connect { ClientId = id.ToUpperInvariant() });
        await first.QuietAsync();
    }, level);
}

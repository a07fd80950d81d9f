using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Ota.Mqtt.Broker;
using Ota.Mqtt.Tests.Broker;

namespace Ota.Mqtt.Tests.Peers;

/// <summary>Clients of other makes over TLS with a client certificate, on TCP and in WebSocket.</summary>
public sealed class PeerTlsTests : IAsyncLifetime, IDisposable
{
    private readonly TestAuthority _authority = new();
    private readonly ConcurrentQueue<string?> _identities = [];
    private BrokerHost _host = null!;

    public static TheoryData<string, bool, MqttProtocolVersion> Links
    {
        get
        {
            TheoryData<string, bool, MqttProtocolVersion> data = [];
            foreach (MqttProtocolVersion version in Enum.GetValues<MqttProtocolVersion>())
            {
                foreach (string peer in MqttPeer.All)
                    data.Add(peer, false, version);
                foreach (string peer in MqttPeer.OverWeb)
                    data.Add(peer, true, version);
            }
            return data;
        }
    }

    public async Task InitializeAsync() => _host = await BrokerHost.StartAsync(
        options => options.Authenticate = (request, _) =>
        {
            _identities.Enqueue(request.Client.Identity);
            return new(MqttConnectDecision.Accepted);
        },
        _authority.Listen());

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => _authority.Dispose();

    [Theory]
    [MemberData(nameof(Links))]
    public async Task A_client_with_a_certificate_publishes_and_receives_under_its_name(string name, bool web, MqttProtocolVersion version)
    {
        using X509Certificate2 certificate = _authority.Issue("vehicle");
        PeerLink link = Link(web, version, _authority.FilesOf("vehicle"));
        await using PeerSubscriber subscriber = await MqttPeer.Of(name).SubscribeAsync(link, new("m/#", "end"));
        PeerMessage[] messages = PeerTests.Numbered("m");
        await MqttPeer.Of(name).PublishAsync(link, messages);
        PeerTests.End(_host);
        PeerTests.Expect(await subscriber.UntilAsync("end"), messages);
        _identities.Should().HaveCountGreaterThan(1).And.OnlyContain(identity => identity == "vehicle");
    }

    [Theory]
    [MemberData(nameof(Links))]
    public async Task A_client_without_a_certificate_gets_nowhere(string name, bool web, MqttProtocolVersion version)
    {
        (int exitCode, string output) = await MqttPeer.Of(name).TryPublishAsync(Link(web, version, []), new PeerMessage("m", "x", 1));
        exitCode.Should().NotBe(0, output);
        _identities.Should().BeEmpty();
    }

    private PeerLink Link(bool web, MqttProtocolVersion version, string[] certificate) =>
        new(web ? _host.WebTlsPort : _host.TlsPort, version) { Web = web, Tls = [_authority.RootFile, .. certificate] };
}

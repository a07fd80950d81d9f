using Grpc.Core;

namespace Ota.Rpc.Tests.Interop;

/// <summary>Our client against our server.</summary>
public sealed class OwnClientTests(InteropHost host) : IClassFixture<InteropHost>
{
    public static TheoryData<string> Cases => [.. InteropCaseNames.All, "half_duplex"];

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Passes_without_tls(string name) => InteropCases.PassAsync(name, InteropPeer.Plain(host.PlainPort));

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Passes_over_tls(string name) => InteropCases.PassAsync(name, InteropPeer.Tls(host.TlsPort, host.Ca));

    [Fact]
    public Task Passes_over_tls_with_a_client_certificate() =>
        InteropCases.PassAsync("large_unary", InteropPeer.Tls(host.MutualTlsPort, host.Ca, host.Ca.Client));

    [Fact]
    public async Task Is_refused_over_mutual_tls_without_a_client_certificate()
    {
        using InteropPeer peer = InteropPeer.Tls(host.MutualTlsPort, host.Ca);
        await InteropCases.FailAsync(() => peer.Client.EmptyCallAsync(new Empty()).ResponseAsync, StatusCode.Unavailable);
    }

    [Fact]
    public async Task Does_not_talk_to_a_server_of_another_authority()
    {
        using ThrowAwayCa other = new();
        using InteropPeer peer = InteropPeer.Tls(host.TlsPort, other);
        await InteropCases.FailAsync(() => peer.Client.EmptyCallAsync(new Empty()).ResponseAsync, StatusCode.Unavailable);
    }
}

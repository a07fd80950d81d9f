namespace Ota.Rpc.Tests.Interop;

/// <summary>Our client against grpc-js's server. It never compresses what it sends, so it cannot serve the server_compressed cases.</summary>
public sealed class NodeServerTests(NodeServers servers) : IClassFixture<NodeServers>
{
    public static TheoryData<string> Cases =>
        [.. InteropCaseNames.All.Except(["server_compressed_unary", "server_compressed_streaming"]), "half_duplex"];

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Passes_without_tls(string name) => InteropCases.PassAsync(name, InteropPeer.Plain(servers.PlainPort));

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Passes_over_tls(string name) => InteropCases.PassAsync(name, InteropPeer.Tls(servers.TlsPort, servers.Ca));

    [Fact]
    public Task Passes_over_tls_with_a_client_certificate() =>
        InteropCases.PassAsync("large_unary", InteropPeer.Tls(servers.MutualTlsPort, servers.Ca, servers.Ca.Client));
}

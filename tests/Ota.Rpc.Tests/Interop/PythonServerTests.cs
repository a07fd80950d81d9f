namespace Ota.Rpc.Tests.Interop;

/// <summary>
/// Our client against grpcio's server. It cannot see whether a request came compressed, so it cannot answer the probes. And it takes
/// no binary values joined by commas, though PROTOCOL-HTTP2 says that it must; HttpClient sends values of one name in no other way.
/// </summary>
public sealed class PythonServerTests(PythonServers servers) : IClassFixture<PythonServers>
{
    public static TheoryData<string> Cases =>
    [
        .. InteropCaseNames.All.Except(["client_compressed_unary", "client_compressed_streaming", "repeated_binary_metadata"]),
        "client_compressed_unary_without_probe", "client_compressed_streaming_without_probe", "half_duplex",
    ];

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

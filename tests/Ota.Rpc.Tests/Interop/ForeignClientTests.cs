using Grpc.Health.V1;
using Ota.Testing;

namespace Ota.Rpc.Tests.Interop;

/// <summary>Another make's client against our server.</summary>
public abstract class ForeignClientTests(InteropHost host, PeerProgram peer) : IClassFixture<InteropHost>
{
    public static TheoryData<string> Cases => [.. InteropCaseNames.All];

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Passes_without_tls(string name) => PassAsync(name, host.PlainPort);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Passes_over_tls(string name) => PassAsync(name, host.TlsPort, host.Ca.RootFile);

    [Fact]
    public Task Passes_over_tls_with_a_client_certificate() =>
        PassAsync("large_unary", host.MutualTlsPort, [host.Ca.RootFile, .. host.Ca.ClientFiles]);

    [Fact]
    public async Task Is_refused_over_mutual_tls_without_a_client_certificate()
    {
        (int exitCode, string output) = await RunAsync("empty_unary", host.MutualTlsPort, [host.Ca.RootFile]);
        exitCode.Should().Be(1);
        output.Should().ContainAny("UNAVAILABLE", ": 14 ");
    }

    // Neither foreign client shows the flag of a response: the wire has it.
    [Fact]
    public async Task Gets_a_unary_response_compressed_only_where_it_asks_for_it()
    {
        await PassAsync("server_compressed_unary", host.PlainPort);
        host.LastConnection.FromServer.OfAllStreams().Should().BeEquivalentTo(new bool[][] { [true], [false] }, o => o.WithStrictOrdering());
    }

    [Fact]
    public async Task Gets_those_messages_of_a_stream_compressed_that_it_asks_for()
    {
        await PassAsync("server_compressed_streaming", host.PlainPort);
        host.LastConnection.FromServer.OfAllStreams().Should().BeEquivalentTo(new bool[][] { [true, false] }, o => o.WithStrictOrdering());
    }

    [Theory]
    [InlineData("reflection_v1")]
    [InlineData("reflection_v1alpha")]
    public Task Calls_a_service_that_it_knows_from_reflection_only(string name) => PassAsync(name, host.PlainPort);

    [Theory]
    [InlineData("health_check")]
    [InlineData("health_watch_unknown")]
    public Task Asks_for_health(string name) => PassAsync(name, host.PlainPort);

    [Fact]
    public async Task Sees_health_change_while_it_watches()
    {
        host.SetHealth(HealthCheckResponse.Types.ServingStatus.Serving);
        await using PeerProcess client = Start("health_watch", host.PlainPort, []);
        await client.LineAsync("SEEN 1");
        host.SetHealth(HealthCheckResponse.Types.ServingStatus.NotServing);
        await client.LineAsync("SEEN 2");
        host.SetHealth(HealthCheckResponse.Types.ServingStatus.Serving);
        (await client.ExitAsync()).Should().Be(0, client.Output);
    }

    private async Task PassAsync(string name, int port, params string[] tls)
    {
        (int exitCode, string output) = await RunAsync(name, port, tls);
        exitCode.Should().Be(0, output);
        output.Should().Be($"OK {name}");
    }

    private Task<(int ExitCode, string Output)> RunAsync(string name, int port, string[] tls) =>
        PeerProcess.RunAsync(peer, Arguments(name, port, tls));

    private PeerProcess Start(string name, int port, string[] tls) => PeerProcess.Start(peer, Arguments(name, port, tls));

    private static string[] Arguments(string name, int port, string[] tls) =>
        ["client", "--port", $"{port}", "--case", name, .. tls.Length == 0 ? tls : ["--tls", .. tls]];
}

using Ota.Testing;

namespace Ota.Server.Tests.Artifacts;

/// <summary>curl as a peer of another make.</summary>
public sealed class CurlTests
{
    private static readonly Content Content = Content.Of(seed: 6, length: 2_000_000);

    [Fact]
    public async Task Curl_resumes_a_download_and_fetches_ranges_over_HTTP_1_and_2()
    {
        using TempFolder folder = new();
        await using OtaServer server = await OtaServer.StartAsync();
        await Content.PutAsync(new V1.Artifacts.ArtifactsClient(server.Channel(server.Admin)));
        foreach (string version in new[] { "--http1.1", "--http2" })
        {
            string file = folder["artifact" + version];
            using (FileStream part = File.Create(file)) part.Write(Content.Bytes.AsSpan(0, 777_777));
            await CurlAsync(server, version, "--continue-at", "-", "--output", file);
            (await File.ReadAllBytesAsync(file)).AsSpan().SequenceEqual(Content.Bytes).Should().BeTrue();

            string range = folder["range" + version];
            await CurlAsync(server, version, "--range", "1000-1999", "--output", range);
            (await File.ReadAllBytesAsync(range)).Should().Equal(Content.Bytes.AsSpan(1000, 1000).ToArray());

            string tag = folder["tag" + version];
            await File.WriteAllLinesAsync(tag, [$"\"{Content.Sha256}\""]);
            string unchanged = folder["unchanged" + version];
            (await CurlAsync(server, version, "--etag-compare", tag, "--output", unchanged, "--write-out", "%{http_code}")).Should().Be("304");
        }
    }

    private static async Task<string> CurlAsync(OtaServer server, params string[] arguments)
    {
        string admin = Path.Combine(server.Data, "operators", "admin");
        (int exitCode, string output) = await PeerProcess.RunAsync(
            new PeerProgram("curl", "--silent", "--show-error", "--fail", "--cacert", Path.Combine(server.Data, "pki", "root.crt")),
            ["--cert", admin + ".crt", "--key", admin + ".key", .. arguments, server.Url("https") + Content.Path]);
        exitCode.Should().Be(0, output);
        return output.Trim();
    }
}

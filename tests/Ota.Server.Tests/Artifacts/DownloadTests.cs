using System.Net;
using System.Net.Http.Headers;
using Ota.Server.Tests.Enrolment;
using Ota.Server.Tests.Vehicles;
using Ota.Testing;

namespace Ota.Server.Tests.Artifacts;

public sealed class DownloadTests : IAsyncLifetime
{
    private static readonly Content Content = Content.Of(seed: 3, length: 300_000);

    private readonly ManualTime _time = new(TimeProvider.System.GetUtcNow());
    private OtaServer _server = null!;
    private V1.Artifacts.ArtifactsClient _artifacts = null!;
    private HttpClient _http = null!;

    public async Task InitializeAsync()
    {
        _server = await OtaServer.StartAsync(new OtaServerSetup { Time = _time, Args = ["--artifact-client-downloads", "2"] });
        _artifacts = new V1.Artifacts.ArtifactsClient(_server.Channel(_server.Admin));
        _http = _server.Https(_server.Admin);
        await Content.PutAsync(_artifacts);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task GET_and_HEAD_say_that_the_content_never_changes()
    {
        using HttpResponseMessage get = await _http.GetAsync(Content.Path);
        using HttpResponseMessage head = await _http.SendAsync(new HttpRequestMessage(HttpMethod.Head, Content.Path) { Headers = { Range = new(0, 9) } });
        foreach (HttpResponseMessage response in new[] { get, head })
        {
            response.StatusCode.Should().Be(HttpStatusCode.OK);
            response.Headers.ETag.Should().Be(new EntityTagHeaderValue($"\"{Content.Sha256}\""));
            response.Headers.CacheControl!.ToString().Should().Contain("public").And.Contain("immutable").And.Contain("max-age=31536000");
            response.Headers.AcceptRanges.Should().Equal("bytes");
            response.Content.Headers.ContentType!.MediaType.Should().Be("application/octet-stream");
            response.Content.Headers.ContentLength.Should().Be(Content.Bytes.Length);
        }

        (await get.Content.ReadAsByteArrayAsync()).Should().Equal(Content.Bytes);
        (await head.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData("bytes=0-0", 0, 1)]
    [InlineData("bytes=7-", 7, 299_993)]
    [InlineData("bytes=-3", 299_997, 3)]
    [InlineData("bytes=-999999", 0, 300_000)]
    [InlineData("bytes=100000-999999", 100_000, 200_000)]
    [InlineData("bytes=65536-131072", 65_536, 65_537)]
    public async Task A_range_is_served(string range, int from, int length)
    {
        using HttpResponseMessage response = await GetAsync(("Range", range));
        response.StatusCode.Should().Be(HttpStatusCode.PartialContent);
        response.Content.Headers.ContentRange!.ToString().Should().Be($"bytes {from}-{from + length - 1}/300000");
        (await response.Content.ReadAsByteArrayAsync()).Should().Equal(Content.Bytes.AsSpan(from, length).ToArray());
    }

    [Theory]
    [InlineData("bytes=300000-")]
    [InlineData("bytes=-0")]
    public async Task A_range_that_is_not_there_is_refused(string range)
    {
        using HttpResponseMessage response = await GetAsync(("Range", range));
        response.StatusCode.Should().Be(HttpStatusCode.RequestedRangeNotSatisfiable);
        response.Content.Headers.ContentRange!.ToString().Should().Be("bytes */300000");
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
    }

    [Theory]
    [InlineData("bytes=0-1,5-6")]
    [InlineData("lines=0-1")]
    [InlineData("bytes=5-1")]
    [InlineData("bytes=x")]
    public async Task A_range_that_means_nothing_here_gets_the_whole(string range)
    {
        using HttpResponseMessage response = await GetAsync(("Range", range));
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await response.Content.ReadAsByteArrayAsync()).Should().HaveCount(300_000);
    }

    [Fact]
    public async Task Conditions_are_kept()
    {
        string tag = $"\"{Content.Sha256}\"";
        (await CodeAsync(("If-None-Match", tag))).Should().Be(HttpStatusCode.NotModified);
        (await CodeAsync(("If-None-Match", $"\"other\", W/{tag}"))).Should().Be(HttpStatusCode.NotModified);
        (await CodeAsync(("If-None-Match", "*"))).Should().Be(HttpStatusCode.NotModified);
        (await CodeAsync(("If-None-Match", "\"other\""))).Should().Be(HttpStatusCode.OK);
        (await CodeAsync(("If-Match", tag))).Should().Be(HttpStatusCode.OK);
        (await CodeAsync(("If-Match", "\"other\""))).Should().Be(HttpStatusCode.PreconditionFailed);
        (await CodeAsync(("Range", "bytes=1-2"), ("If-Range", tag))).Should().Be(HttpStatusCode.PartialContent);
        (await CodeAsync(("Range", "bytes=1-2"), ("If-Range", "\"other\""))).Should().Be(HttpStatusCode.OK);
        (await CodeAsync(("Range", "bytes=1-2"), ("If-Range", $"W/{tag}"))).Should().Be(HttpStatusCode.OK, "If-Range wants a strong tag");
        (await CodeAsync(("Range", "bytes=1-2"), ("If-Range", "Sun, 22 Nov 2026 00:00:00 GMT"))).Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("..%2f..%2fpki%2froot.key")]
    [InlineData("%2e%2e/%2e%2e/pki/root.key")]
    [InlineData("../../pki/root.key")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task A_name_that_is_none_is_not_found(string name)
    {
        using HttpResponseMessage response = await _http.GetAsync("/artifacts/sha256/" + name);
        response.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await _http.GetAsync(Content.Path.ToUpperInvariant().Replace("/ARTIFACTS/SHA256", "/artifacts/sha256", StringComparison.Ordinal)))
            .StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_vehicle_may_until_it_is_revoked_and_a_stranger_may_not()
    {
        await new V1.Vehicles.VehiclesClient(_server.Channel(_server.Admin)).ImportAsync(Fleet.Rows(1));
        Car car = await Car.EnrolAsync(_server.Channel(_server.Admin), _server.Channel(), 1);
        HttpClient vehicle = _server.Https(car.Certificate);
        (await vehicle.GetByteArrayAsync(Content.Path)).Should().Equal(Content.Bytes);
        await new V1.Enrolment.EnrolmentClient(_server.Channel(_server.Admin)).RevokeVehicleAsync(
            new() { Vehicle = new() { Vid = car.Vid }, Reason = "stolen" });
        using HttpResponseMessage revoked = await vehicle.GetAsync(Content.Path);
        revoked.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await revoked.Content.ReadAsStringAsync()).Should().Contain("revoked");
        using HttpResponseMessage stranger = await _server.Https().GetAsync(Content.Path);
        stranger.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        stranger.Headers.CacheControl!.NoStore.Should().BeTrue();
        (await stranger.Content.ReadAsStringAsync()).Should().StartWith("Artifacts are for vehicles and operators");
    }

    [Fact]
    public async Task A_signed_URL_opens_its_artifact_until_it_expires()
    {
        V1.SignArtifactUrlResponse signed = await _artifacts.SignArtifactUrlAsync(new() { Sha256 = Content.Sha256 });
        HttpClient anybody = _server.Https();
        (await anybody.GetByteArrayAsync(signed.Path)).Should().Equal(Content.Bytes);
        (await _server.Http.GetByteArrayAsync(signed.Path)).Should().Equal(Content.Bytes);
        Content other = Content.Of(seed: 4, length: 10);
        await other.PutAsync(_artifacts);
        string[] bad =
        [
            signed.Path.Replace(Content.Sha256, other.Sha256, StringComparison.Ordinal), signed.Path[..^1], signed.Path + "A", signed.Path.Replace("exp=1", "exp=2", StringComparison.Ordinal),
            signed.Path.Replace("exp=", "x=", StringComparison.Ordinal), Content.Path + "?sig=", Content.Path + "?exp=99999999999999999999&sig=AAAA",
        ];
        foreach (string url in bad) (await anybody.GetAsync(url)).StatusCode.Should().Be(HttpStatusCode.Forbidden, url);
        _time.Advance(TimeSpan.FromMinutes(61));
        using HttpResponseMessage late = await anybody.GetAsync(signed.Path);
        late.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await late.Content.ReadAsStringAsync()).Should().Contain("expired");
    }

    [Fact]
    public async Task One_client_has_so_many_downloads_at_once_and_no_more()
    {
        Content large = Content.Of(seed: 5, length: 40_000_000); // More than sockets hold.
        await large.PutAsync(_artifacts);
        using HttpResponseMessage first = await _http.GetAsync(large.Path, HttpCompletionOption.ResponseHeadersRead);
        using HttpResponseMessage second = await _http.GetAsync(large.Path, HttpCompletionOption.ResponseHeadersRead);
        using HttpResponseMessage third = await _http.GetAsync(large.Path, HttpCompletionOption.ResponseHeadersRead);
        (first.StatusCode, second.StatusCode, third.StatusCode).Should().Be((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests));
        third.Headers.RetryAfter.Should().NotBeNull();
        (await first.Content.ReadAsByteArrayAsync()).AsSpan().SequenceEqual(large.Bytes).Should().BeTrue();
    }

    [Fact]
    public async Task Without_dev_the_http_port_has_no_artifacts()
    {
        await using OtaServer server = await OtaServer.StartAsync(new OtaServerSetup { Dev = false });
        V1.Artifacts.ArtifactsClient artifacts = new(server.Channel(server.Admin));
        await Content.PutAsync(artifacts);
        string path = (await artifacts.SignArtifactUrlAsync(new() { Sha256 = Content.Sha256 })).Path;
        (await server.Http.GetAsync(path)).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await server.Https().GetAsync(path)).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    private async Task<HttpResponseMessage> GetAsync(params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, Content.Path);
        foreach ((string name, string value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await _http.SendAsync(request);
    }

    private async Task<HttpStatusCode> CodeAsync(params (string Name, string Value)[] headers)
    {
        using HttpResponseMessage response = await GetAsync(headers);
        return response.StatusCode;
    }
}

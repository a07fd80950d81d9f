using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Ota.Core.Audit;
using Ota.Server.Audit;
using Ota.Testing;

namespace Ota.Server.Tests.Artifacts;

public sealed class ArtifactsServiceTests
{
    private readonly Content _content = Content.Of(seed: 2, length: 2_500_000);

    [Fact]
    public async Task An_artifact_that_is_there_is_shown_listed_and_not_uploaded_again()
    {
        await using OtaServer server = await OtaServer.StartAsync();
        V1.Artifacts.ArtifactsClient artifacts = new(server.Channel(server.Admin));
        V1.Artifact put = await _content.PutAsync(artifacts);
        (put.Sha256, put.Sha512, put.Length, put.Creator).Should().Be((_content.Sha256, _content.Terms.Sha512, 2_500_000, "operators/admin"));
        (await artifacts.GetArtifactAsync(new() { Sha256 = _content.Sha256 })).Should().Be(put);
        (await artifacts.StartUploadAsync(_content.Announcement)).Should().Be(new V1.StartUploadResponse { Artifact = put });
        (await File.ReadAllBytesAsync(Path.Combine(server.Data, "artifacts", "sha256", _content.Sha256))).Should().Equal(_content.Bytes);
        V1.StartUploadRequest other = new(_content.Announcement) { Length = 3 };
        (await StatusOfAsync(artifacts.StartUploadAsync(other).ResponseAsync)).Should().Be(StatusCode.InvalidArgument);
    }

    [Fact]
    public async Task An_upload_goes_on_where_it_stood_after_a_restart_of_the_server()
    {
        using TempFolder folder = new();
        string id;
        await using (OtaServer server = await OtaServer.StartAsync(new OtaServerSetup { Data = folder["data"] }))
        {
            V1.Artifacts.ArtifactsClient artifacts = new(server.Channel(server.Admin));
            id = (await artifacts.StartUploadAsync(_content.Announcement)).UploadId;
            (await Content.SendAsync(artifacts, _content.Requests(id, 0, until: 1_200_001))).Should().Be(new V1.UploadResponse { Offset = 1_200_001 });
            (await StatusOfAsync(Content.SendAsync(artifacts, _content.Requests(id, 1_200_000)))).Should().Be(StatusCode.OutOfRange);
        }

        await using OtaServer again = await OtaServer.StartAsync(new OtaServerSetup { Data = folder["data"] });
        V1.Artifacts.ArtifactsClient client = new(again.Channel(again.Admin));
        (await client.StartUploadAsync(_content.Announcement)).Should().Be(new V1.StartUploadResponse { UploadId = id, Offset = 1_200_001 });
        (await Content.SendAsync(client, _content.Requests(id, 1_200_001))).Artifact.Sha256.Should().Be(_content.Sha256);
    }

    [Fact]
    public async Task Bytes_that_are_not_what_was_announced_never_become_an_artifact()
    {
        await using OtaServer server = await OtaServer.StartAsync();
        V1.Artifacts.ArtifactsClient artifacts = new(server.Channel(server.Admin));
        V1.StartUploadRequest[] lies =
        [
            new(_content.Announcement) { Sha512 = Content.Of(9, 9).Terms.Sha512 },
            new(_content.Announcement) { Sha256 = Content.Of(9, 9).Sha256 },
        ];
        foreach (V1.StartUploadRequest lie in lies)
        {
            string id = (await artifacts.StartUploadAsync(lie)).UploadId;
            (await StatusOfAsync(Content.SendAsync(artifacts, _content.Requests(id, 0)))).Should().Be(StatusCode.DataLoss);
            (await artifacts.StartUploadAsync(lie)).Offset.Should().Be(0);
        }

        string small = (await artifacts.StartUploadAsync(new(_content.Announcement) { Length = 1_000_000 })).UploadId;
        (await StatusOfAsync(Content.SendAsync(artifacts, _content.Requests(small, 0)))).Should().Be(StatusCode.InvalidArgument);
        Directory.GetFiles(Path.Combine(server.Data, "artifacts", "sha256")).Should().BeEmpty();
    }

    [Fact]
    public async Task Requests_that_make_no_sense_are_refused()
    {
        await using OtaServer server = await OtaServer.StartAsync("--artifact-max-mb", "1");
        V1.Artifacts.ArtifactsClient artifacts = new(server.Channel(server.Admin));
        RpcException refusal = (await FluentActions.Awaiting(() => artifacts.StartUploadAsync(new() { Sha256 = "../../pki/root.key", Sha512 = "A" }).ResponseAsync)
            .Should().ThrowAsync<RpcException>()).Which;
        refusal.Status.Detail.Should().Contain("sha256:").And.Contain("sha512:").And.Contain("length:");
        (await StatusOfAsync(artifacts.StartUploadAsync(_content.Announcement).ResponseAsync)).Should().Be(StatusCode.InvalidArgument);
        (await StatusOfAsync(artifacts.GetArtifactAsync(new() { Sha256 = _content.Sha256.ToUpperInvariant() }).ResponseAsync)).Should().Be(StatusCode.InvalidArgument);
        (await StatusOfAsync(artifacts.GetArtifactAsync(new() { Sha256 = _content.Sha256 }).ResponseAsync)).Should().Be(StatusCode.NotFound);
        (await StatusOfAsync(Content.SendAsync(artifacts, []))).Should().Be(StatusCode.InvalidArgument);
        (await StatusOfAsync(Content.SendAsync(artifacts, [new() { UploadId = "../../x" }]))).Should().Be(StatusCode.NotFound);
        (await StatusOfAsync(artifacts.ListArtifactsAsync(new() { PageToken = "../x" }).ResponseAsync)).Should().Be(StatusCode.InvalidArgument);
    }

    [Fact]
    public async Task An_upload_is_its_operators_own_and_needs_the_role()
    {
        await using OtaServer server = await OtaServer.StartAsync();
        V1.Artifacts.ArtifactsClient admin = new(server.Channel(server.Admin));
        string id = (await admin.StartUploadAsync(_content.Announcement)).UploadId;
        V1.Artifacts.ArtifactsClient other = new(server.Channel(await server.CertificateOfNewAsync("anna", V1.Role.Engineer)));
        (await StatusOfAsync(Content.SendAsync(other, _content.Requests(id, 0)))).Should().Be(StatusCode.NotFound);
        V1.Artifacts.ArtifactsClient viewer = new(server.Channel(await server.CertificateOfNewAsync("vic", V1.Role.Viewer)));
        (await StatusOfAsync(viewer.StartUploadAsync(_content.Announcement).ResponseAsync)).Should().Be(StatusCode.PermissionDenied);
        (await StatusOfAsync(viewer.SignArtifactUrlAsync(new() { Sha256 = _content.Sha256 }).ResponseAsync)).Should().Be(StatusCode.PermissionDenied);
    }

    [Fact]
    public async Task An_upload_that_would_fill_the_disk_is_refused()
    {
        await using OtaServer server = await OtaServer.StartAsync("--artifact-free-mb", "1000000000");
        V1.Artifacts.ArtifactsClient artifacts = new(server.Channel(server.Admin));
        (await FluentActions.Awaiting(() => artifacts.StartUploadAsync(_content.Announcement).ResponseAsync).Should().ThrowAsync<RpcException>())
            .Which.Status.Detail.Should().Contain("no room").And.Contain("--artifact-free-mb");
    }

    [Fact]
    public async Task A_list_comes_in_pages_ordered_by_name()
    {
        await using OtaServer server = await OtaServer.StartAsync();
        V1.Artifacts.ArtifactsClient artifacts = new(server.Channel(server.Admin));
        string[] names = [.. Enumerable.Range(1, 5).Select(seed => Content.Of(seed, 10 * seed)).Select(content => content.Sha256)];
        for (int seed = 1; seed <= 5; seed++) await Content.Of(seed, 10 * seed).PutAsync(artifacts);
        List<string> listed = [];
        string token = "";
        int pages = 0;
        do
        {
            V1.ListArtifactsResponse page = await artifacts.ListArtifactsAsync(new() { PageSize = 2, PageToken = token });
            listed.AddRange(page.Artifacts.Select(artifact => artifact.Sha256));
            token = page.NextPageToken;
            pages++;
        }
        while (token.Length > 0);
        listed.Should().Equal(names.Order(StringComparer.Ordinal));
        pages.Should().Be(3);
    }

    [Fact]
    public async Task The_audit_log_has_the_announcement_and_of_the_stream_its_first_message()
    {
        await using OtaServer server = await OtaServer.StartAsync();
        await _content.PutAsync(new V1.Artifacts.ArtifactsClient(server.Channel(server.Admin)));
        IReadOnlyList<AuditLink> links = await server.App.Services.GetRequiredService<AuditStore>().ReadAsync(0, 10, default);
        links.Select(link => (link.Entry.Method, link.Entry.Stage)).Should().Equal(
            ("ota.v1.Artifacts/StartUpload", AuditStage.Intent), ("ota.v1.Artifacts/StartUpload", AuditStage.Outcome),
            ("ota.v1.Artifacts/Upload", AuditStage.Intent), ("ota.v1.Artifacts/Upload", AuditStage.Outcome));
        links[1].Entry.Summary.Should().Contain(_content.Sha256);
        string id = new Bundles.Artifacts.UploadTerms("admin", _content.Terms).Id();
        links[3].Entry.RequestDigest.Should().Be(Convert.ToHexStringLower(SHA256.HashData(new V1.UploadRequest { UploadId = id }.ToByteArray())));
    }

    private static async Task<StatusCode> StatusOfAsync(Task call) =>
        (await FluentActions.Awaiting(() => call).Should().ThrowAsync<RpcException>()).Which.StatusCode;
}

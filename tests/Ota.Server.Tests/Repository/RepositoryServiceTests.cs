using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using Ota.Server.Bundles.Repository;
using Ota.Server.Tests.Artifacts;
using Ota.Testing;

namespace Ota.Server.Tests.Repository;

public sealed class RepositoryServiceTests
{
    [Fact]
    public async Task People_publish_a_root_sign_and_see_what_is_published()
    {
        await using OtaServer server = await OtaServer.StartAsync();
        RemoteRepository repository = new(server);
        (await repository.Client.GetRepositoryAsync(new() { Repository = V1.RepositoryKind.Image })).Roles.Should().BeEmpty();
        await repository.PublishRootAsync(1);
        V1.Change first = await repository.Client.ProposeRenewalAsync(new() { Role = "targets" });
        (first.Kind, first.Version, first.Creator, first.Threshold).Should().Be((V1.ChangeKind.Renewal, 1, "operators/admin", 2));
        await StatusAsync(repository.Client.ProposeRenewalAsync(new() { Role = "targets" }), StatusCode.AlreadyExists);
        first = await repository.SignAsync(first.Name, repository.People.Targets.Take(2));
        first.State.Should().Be(V1.ChangeState.Published);
        first.Signatures.Select(one => one.Submitter).Should().Equal("operators/admin", "operators/admin");
        first.PublishTime.Should().NotBeNull();

        V1.RepositoryState state = await repository.Client.GetRepositoryAsync(new() { Repository = V1.RepositoryKind.Image });
        state.Roles.Select(role => (role.Name, role.Version, role.Threshold))
            .Should().Equal(("root", 1, 2), ("timestamp", 1, 1), ("snapshot", 1, 1), ("targets", 1, 2));
        V1.RepositoryState director = await repository.PublishRootAsync(1, V1.RepositoryKind.Director);
        director.Roles.Should().ContainSingle().Which.Name.Should().Be("root");
        V1.GetMetadataResponse root = await repository.Client.GetMetadataAsync(new() { Repository = V1.RepositoryKind.Image, File = "root.json" });
        root.Data.ToByteArray().Should().Equal(await server.Http.GetByteArrayAsync("/repo/1.root.json"));
        await StatusAsync(repository.Client.GetMetadataAsync(new() { Repository = V1.RepositoryKind.Image, File = "2.root.json" }), StatusCode.NotFound);
    }

    [Fact]
    public async Task What_is_wrong_with_a_request_is_said_all_at_once()
    {
        await using OtaServer server = await OtaServer.StartAsync();
        V1.Repository.RepositoryClient client = new RemoteRepository(server).Client;
        await StatusAsync(client.GetOnlineKeysAsync(new()), StatusCode.InvalidArgument);
        await StatusAsync(client.PublishRootAsync(new() { Repository = V1.RepositoryKind.Image }), StatusCode.FailedPrecondition);
        await StatusAsync(client.GetChangeAsync(new() { Name = "changes/x" }), StatusCode.InvalidArgument);
        await StatusAsync(client.GetChangeAsync(new() { Name = "changes/" + new string('0', 32) }), StatusCode.NotFound);
        await StatusAsync(client.ListChangesAsync(new() { PageSize = -1, PageToken = "?" }), StatusCode.InvalidArgument);
        string signature = await StatusAsync(client.SubmitSignatureAsync(new()), StatusCode.InvalidArgument);
        signature.Should().ContainAll("name:", "key_id:", "payload_sha256:", "signature:");
        string delegation = await StatusAsync(
            client.ProposeDelegationAsync(new() { Name = "Root", Keys = { "{}" }, Threshold = 2, Paths = { "a/**" }, HardwareIds = { "" } }), StatusCode.InvalidArgument);
        delegation.Should().ContainAll("name:", "keys:", "threshold:", "paths:", "hardware_ids:");
        foreach (string name in new[] { "targets", "1.root", "a b", "-a", new string('a', 65) })
            await StatusAsync(client.ProposeDelegationEndAsync(new() { Name = name }), StatusCode.InvalidArgument);
    }

    [Fact]
    public async Task Changes_are_listed_the_newest_first_and_given_up()
    {
        await using OtaServer server = await OtaServer.StartAsync();
        RemoteRepository repository = new(server);
        await repository.PublishRootAsync(1);
        List<string> names = [];
        foreach (string role in new[] { "supplier-a", "supplier-b", "supplier-c" })
        {
            V1.Change change = await repository.Client.ProposeDelegationAsync(
                new() { Name = role, Keys = { RemoteRepository.TextOf(People.NewKey().Key) }, Threshold = 1, Paths = { $"{role}/*" } });
            names.Add(change.Name);
        }

        V1.ListChangesResponse all = await repository.Client.ListChangesAsync(new());
        all.Changes.Should().HaveCount(6, "each goes live with a first file");
        all.Changes.Should().OnlyContain(change => change.Payload.IsEmpty);
        all.Changes.Where(change => change.GoesLiveWith.Length > 0).Select(change => change.GoesLiveWith).Should().Equal(names.AsEnumerable().Reverse());
        List<string> paged = [];
        string token = "";
        do
        {
            V1.ListChangesResponse page = await repository.Client.ListChangesAsync(new() { PageSize = 4, PageToken = token });
            paged.AddRange(page.Changes.Select(change => change.Name));
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        paged.Should().Equal(all.Changes.Select(change => change.Name));
        (await repository.Client.DropChangeAsync(new() { Name = names[0] })).State.Should().Be(V1.ChangeState.Dropped);
        (await repository.Client.ListChangesAsync(new() { OpenOnly = true })).Changes.Should().HaveCount(4);
    }

    [Fact]
    public async Task Metadata_is_served_to_everybody_and_says_what_may_be_kept()
    {
        await using OtaServer server = await OtaServer.StartAsync();
        RemoteRepository repository = new(server);
        await repository.PublishRootAsync(1);
        V1.Change first = await repository.Client.ProposeRenewalAsync(new() { Role = "targets" });
        await repository.SignAsync(first.Name, repository.People.Targets.Take(2));
        V1.Change second = await repository.Client.ProposeRenewalAsync(new() { Role = "targets" });
        await repository.SignAsync(second.Name, repository.People.Targets.Take(2));
        foreach (HttpClient http in new[] { server.Http, server.Https() })
        {
            foreach (string file in new[] { "1.root.json", "1.targets.json", "2.targets.json", "1.snapshot.json", "2.snapshot.json" })
            {
                using HttpResponseMessage response = await http.GetAsync("/repo/" + file);
                response.StatusCode.Should().Be(HttpStatusCode.OK, file);
                response.Headers.CacheControl!.ToString().Should().Contain("immutable");
                response.Content.Headers.ContentType!.MediaType.Should().Be("application/json");
            }

            foreach (string file in new[] { "timestamp.json", "root.json", "targets.json", "snapshot.json" })
                (await http.GetAsync("/repo/" + file)).Headers.CacheControl!.NoCache.Should().BeTrue(file);
            foreach (string file in new[] { "2.root.json", "3.targets.json", "0.root.json", "01.root.json", "1.timestamp.json", "..%2f..%2fkeys%2fimage-snapshot.pem", "", "x" })
            {
                using HttpResponseMessage response = await http.GetAsync("/repo/" + file);
                response.StatusCode.Should().Be(HttpStatusCode.NotFound, file);
            }

            (await http.GetAsync("/repo/2.root.json")).Headers.CacheControl!.NoStore.Should().BeTrue("one day it is there");
        }

        EntityTagHeaderValue tag = (await server.Http.GetAsync("/repo/timestamp.json")).Headers.ETag!;
        using HttpRequestMessage again = new(HttpMethod.Get, "/repo/timestamp.json") { Headers = { IfNoneMatch = { tag } } };
        (await server.Http.SendAsync(again)).StatusCode.Should().Be(HttpStatusCode.NotModified);
        using HttpResponseMessage head = await server.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/repo/timestamp.json"));
        (head.StatusCode, head.Content.Headers.ContentLength > 0).Should().Be((HttpStatusCode.OK, true));
        (await head.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
        (await server.Http.GetStringAsync("/metrics")).Should().Contain("ota_repository_expires_in").And.Contain("ota_repository_requests");
    }

    [Fact]
    public async Task An_image_is_served_by_each_of_its_hashes_to_those_who_may_have_artifacts()
    {
        await using OtaServer server = await OtaServer.StartAsync();
        RemoteRepository repository = new(server);
        Content content = Content.Of(seed: 5, length: 50_000);
        await content.PutAsync(new V1.Artifacts.ArtifactsClient(server.Channel(server.Admin)));
        await PublishImageAsync(server, repository, "gw/fw-1.bin", content);
        HttpClient operators = server.Https(server.Admin);
        foreach (string hash in new[] { content.Sha256, content.Terms.Sha512 })
        {
            (await operators.GetByteArrayAsync($"/repo/targets/gw/{hash}.fw-1.bin")).Should().Equal(content.Bytes);
            using HttpRequestMessage part = new(HttpMethod.Get, $"/repo/targets/gw/{hash}.fw-1.bin") { Headers = { Range = new(10, 19) } };
            using HttpResponseMessage response = await operators.SendAsync(part);
            response.StatusCode.Should().Be(HttpStatusCode.PartialContent);
            (await response.Content.ReadAsByteArrayAsync()).Should().Equal(content.Bytes[10..20]);
        }

        string path = $"/repo/targets/gw/{content.Sha256}.fw-1.bin";
        (await server.Https().GetAsync(path)).StatusCode.Should().Be(HttpStatusCode.Unauthorized, "images are for vehicles and operators");
        (await server.Http.GetByteArrayAsync(path)).Should().Equal(content.Bytes, "a developer's TUF client has no credential");
        foreach (string other in new[] { $"gw/{content.Sha256}.fw-2.bin", $"{content.Sha256}.fw-1.bin", "gw/fw-1.bin", $"gw/{new string('0', 64)}.fw-1.bin", $"gw/../gw/x/{content.Sha256}.fw-1.bin", "" })
            (await operators.GetAsync("/repo/targets/" + other)).StatusCode.Should().Be(HttpStatusCode.NotFound, other);
    }

    [Fact]
    public async Task The_check_streams_what_it_finds()
    {
        await using OtaServer server = await OtaServer.StartAsync();
        RemoteRepository repository = new(server);
        await PublishImageAsync(server, repository, "gw/fw-1.bin", Content.Of(seed: 6, length: 10));
        using AsyncServerStreamingCall<V1.CheckRepositoryResponse> call = repository.Client.CheckRepository(new() { ReadArtifacts = true });
        List<V1.CheckRepositoryResponse> messages = [];
        while (await call.ResponseStream.MoveNext(default)) messages.Add(call.ResponseStream.Current);
        messages[^1].Should().Match<V1.CheckRepositoryResponse>(last => last.IsDone && last.Problems == 1);
        messages.Single(message => message.Problem.Length > 0).Problem.Should().Contain("gw/fw-1.bin").And.Contain("upload it again");
    }

    [Fact]
    public async Task A_server_that_was_away_for_long_renews_before_it_serves_and_warns_of_what_people_have_to_renew()
    {
        using TempFolder folder = new();
        ManualTime time = new(TimeProvider.System.GetUtcNow());
        await using (OtaServer server = await OtaServer.StartAsync(new OtaServerSetup { Data = folder["data"], Time = time }))
        {
            RemoteRepository repository = new(server);
            await PublishImageAsync(server, repository, "gw/fw-1.bin", Content.Of(seed: 6, length: 10));
        }

        time.Advance(TimeSpan.FromDays(340));
        await using OtaServer again = await OtaServer.StartAsync(new OtaServerSetup { Data = folder["data"], Time = time });
        byte[] root = await again.Http.GetByteArrayAsync("/repo/1.root.json");
        PublishedFiles published = again.App.Services.GetRequiredService<PublishedFiles>();
        RepositoryClient client = new(root, name => published.Find(V1.RepositoryKind.Image, name)?.ToArray());
        client.Refresh(time.GetUtcNow()).Timestamp!.Metadata.Version.Should().Be(2);
        again.Log.Lines.Where(line => line.EventId == 3054).Should().HaveCount(2, "the root and the targets");
    }

    private static async Task PublishImageAsync(OtaServer server, RemoteRepository repository, string path, Content content)
    {
        await repository.PublishRootAsync(1);
        TargetsEdit edit = new() { Add = new Dictionary<TargetPath, TargetEntry> { [People.Path(path)] = People.Entry(content.Bytes) } };
        ChangeProposal proposal = new(V1.ChangeKind.Bundle, "bundles/1", RoleName.Targets, edit, "admin", []);
        ChangeRow change = await server.App.Services.GetRequiredService<ImageRepository>().ProposeAsync(proposal, default);
        LocalSigner[] signers = [.. repository.People.Targets.Take(2)];
        (await repository.SignAsync(change.Name, signers)).State.Should().Be(V1.ChangeState.Published);
    }

    private static async Task<string> StatusAsync<T>(AsyncUnaryCall<T> call, StatusCode code)
    {
        RpcException e = (await call.Awaiting(one => one.ResponseAsync).Should().ThrowAsync<RpcException>()).Which;
        e.StatusCode.Should().Be(code, e.Status.Detail);
        return e.Status.Detail;
    }
}

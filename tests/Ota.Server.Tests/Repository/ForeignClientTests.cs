using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Tests.Bundles.Peers;
using Ota.Server.Bundles.Repository;
using Ota.Server.Tests.Artifacts;
using Ota.Testing;

namespace Ota.Server.Tests.Repository;

/// <summary>tuf-js against the running server.</summary>
public sealed class ForeignClientTests
{
    private static readonly Content Gateway = Content.Of(seed: 7, length: 70_000);
    private static readonly Content Brake = Content.Of(seed: 8, length: 30_000);

    [Fact]
    public async Task Tuf_js_follows_the_server_through_a_delegation_and_new_keys_with_a_higher_threshold()
    {
        using TempFolder folder = new();
        await using OtaServer server = await OtaServer.StartAsync();
        RemoteRepository repository = new(server);
        V1.Artifacts.ArtifactsClient artifacts = new(server.Channel(server.Admin));
        await Gateway.PutAsync(artifacts);
        await Brake.PutAsync(artifacts);
        await repository.PublishRootAsync(1);
        string state = Directory.CreateDirectory(folder["state"]).FullName;
        await File.WriteAllBytesAsync(Path.Combine(state, "root.json"), await server.Http.GetByteArrayAsync("/repo/1.root.json"));
        await PublishAsync(server, repository, "targets", "gw/fw-1.bin", Gateway, [.. repository.People.Targets.Take(2)]);
        await ShouldFindAsync("the first set", 70_000, null);

        LocalSigner supplier = People.NewKey();
        V1.Change delegation = await repository.Client.ProposeDelegationAsync(
            new() { Name = "supplier-a", Keys = { RemoteRepository.TextOf(supplier.Key) }, Threshold = 1, Paths = { "brake/*" } });
        await repository.SignAsync(delegation.Name, repository.People.Targets.Take(2));
        await ShouldFindAsync("a delegation that waits", 70_000, null);
        V1.Change first = (await repository.Client.ListChangesAsync(new() { OpenOnly = true })).Changes.Single(change => change.GoesLiveWith == delegation.Name);
        await repository.SignAsync(first.Name, supplier);
        await ShouldFindAsync("an empty delegated file", 70_000, null);
        await PublishAsync(server, repository, "supplier-a", "brake/fw-2.bin", Brake, supplier);
        await ShouldFindAsync("an image of the supplier", 70_000, 30_000);

        List<LocalSigner> old = repository.People.Root;
        repository.People.Root = [People.NewKey(), People.NewKey(), People.NewKey()];
        repository.People.Targets = [People.NewKey(), People.NewKey(), People.NewKey()];
        repository.People.TargetsThreshold = 3;
        V1.RepositoryState waiting = await repository.PublishRootAsync(2, before: old);
        waiting.WaitingRoot.Should().Be(2);
        await ShouldFindAsync("a root that waits", 70_000, 30_000);
        (await repository.SignAsync(waiting.WaitingFor, repository.People.Targets)).State.Should().Be(V1.ChangeState.Published);
        await ShouldFindAsync("all keys new", 70_000, 30_000);

        async Task ShouldFindAsync(string name, long? gateway, long? brake)
        {
            object[] steps = [new { name, url = server.Url("http") + "/repo", state, images = new[] { "gw/fw-1.bin", "brake/fw-2.bin" } }];
            await File.WriteAllTextAsync(folder["steps"], JsonSerializer.Serialize(steps));
            string answer = (await TufPeer.RunAsync("remote", folder["steps"], "STEP")).Single();
            using JsonDocument step = JsonDocument.Parse(answer["STEP ".Length..]);
            step.RootElement.GetProperty("accepted").GetBoolean().Should().BeTrue(answer);
            JsonElement found = step.RootElement.GetProperty("found");
            LengthOf(found.GetProperty("gw/fw-1.bin")).Should().Be(gateway, answer);
            LengthOf(found.GetProperty("brake/fw-2.bin")).Should().Be(brake, answer);
        }
    }

    private static long? LengthOf(JsonElement found) => found.ValueKind == JsonValueKind.Null ? null : found.GetInt64();

    private static async Task PublishAsync(
        OtaServer server, RemoteRepository repository, string role, string path, Content content, params LocalSigner[] signers)
    {
        TargetsEdit edit = new() { Add = new Dictionary<TargetPath, TargetEntry> { [People.Path(path)] = People.Entry(content.Bytes) } };
        ChangeProposal proposal = new(V1.ChangeKind.Bundle, $"bundles/{path}", RepositoryWords.RoleOf(role)!.Value, edit, "admin", []);
        ChangeRow change = await server.App.Services.GetRequiredService<ImageRepository>().ProposeAsync(proposal, default);
        (await repository.SignAsync(change.Name, signers)).State.Should().Be(V1.ChangeState.Published);
    }
}

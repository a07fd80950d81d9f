using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Ota.Core.Bundles.Keys;
using Ota.Server.Bundles.Staging;
using Ota.Server.Tests.Artifacts;
using Ota.Server.Tests.Repository;
using Ota.Server.Tests.Vehicles;

namespace Ota.Server.Tests.Staging;

public sealed class BundlesServiceTests : IAsyncLifetime
{
    private readonly Content _image = Content.Of(3, 5000);
    private OtaServer _server = null!;
    private RemoteRepository _repository = null!;
    private V1.Bundles.BundlesClient _bundles = null!;

    private StagedBundles Staged => _server.App.Services.GetRequiredService<StagedBundles>();

    private List<LocalSigner> Signers => _repository.People.Targets;

    public async Task InitializeAsync()
    {
        _server = await OtaServer.StartAsync();
        _repository = new RemoteRepository(_server);
        _bundles = new V1.Bundles.BundlesClient(_server.Channel(_server.Admin));
        await new V1.Vehicles.VehiclesClient(_server.Channel(_server.Admin)).ImportAsync(Fleet.Rows(2));
        await _repository.PublishRootAsync(1);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_bundle_is_staged_by_signatures_of_enough_different_keys_and_not_by_its_author_alone()
    {
        ManifestText manifest = await UploadedAsync(new ManifestText(_image));
        V1.Bundle draft = await CreateAsync(manifest);
        (draft.Name, draft.State, draft.Change, draft.Creator).Should().Be((manifest.Name, V1.BundleState.Draft, "", "operators/admin"));
        draft.Manifest.ToByteArray().Should().Equal(manifest.Published.Bytes);
        draft.Images.Should().ContainSingle().Which.HardwareIds.Should().Equal("bms");
        (await CreateAsync(manifest)).Should().Be(draft, "the same manifest is the same bundle");

        V1.Bundle awaiting = await _bundles.RequestSignaturesAsync(new() { Name = $"bundles/{manifest.Digest[..8]}" });
        (awaiting.State, awaiting.Signatures, awaiting.Threshold).Should().Be((V1.BundleState.AwaitingSignatures, 0, 2));
        (await _bundles.RequestSignaturesAsync(new() { Name = draft.Name })).Change.Should().Be(awaiting.Change);
        V1.Change change = await _repository.Client.GetChangeAsync(new() { Name = awaiting.Change });
        change.Summary.Should().Contain(line => line.StartsWith("image bms/fw-2.bin 2.0 for bms, release 2, 5000 bytes"));

        await _repository.SignAsync(awaiting.Change, Signers[0]);
        (await _repository.SignAsync(awaiting.Change, Signers[0])).Signatures.Should().ContainSingle();
        (await _bundles.GetBundleAsync(new() { Name = draft.Name })).State.Should().Be(V1.BundleState.AwaitingSignatures, "one key counts once");
        (await Staged.FindAsync(manifest.Digest, default)).Should().BeNull();
        await _repository.SignAsync(awaiting.Change, Signers[1]);
        V1.Bundle staged = await _bundles.GetBundleAsync(new() { Name = draft.Name });
        (staged.State, staged.Signatures).Should().Be((V1.BundleState.Staged, 2));
        staged.StageTime.Should().NotBeNull();
        StagedImage image = (await Staged.FindAsync(manifest.Digest, default))!.Images.Single();
        (image.Path.Value, image.Order, image.Before.Count).Should().Be(("bms/fw-2.bin", 1, 0));
        (await _server.Http.GetByteArrayAsync("/repo/1.targets.json")).Should().NotBeEmpty();
        (await _bundles.ListBundlesAsync(new() { State = V1.BundleState.Staged })).Bundles.Should().ContainSingle().Which.Manifest.IsEmpty.Should().BeTrue();
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_with_its_place_and_nothing_is_kept()
    {
        ManifestText manifest = new(_image);
        manifest.Image["hardwareIds"]![0] = "bmx";
        manifest.Image["before"] = new System.Text.Json.Nodes.JsonArray(new string('e', 64));
        manifest["rxswins"] = System.Text.Json.Nodes.JsonNode.Parse("""[{"before":"R1","after":"R2"}]""")!;
        manifest["requires"] = new System.Text.Json.Nodes.JsonArray(new string('d', 64));
        manifest["supplier"] = "brakes-ag";
        manifest["title"] = "";
        V1.CheckBundleResponse check = await _bundles.CheckBundleAsync(new() { Manifest = ByteString.CopyFrom(manifest.Utf8) });
        check.Digest.Should().BeEmpty();
        check.Problems.Select(problem => problem.Pointer).Should().BeEquivalentTo(
            ["/title", "/rxswins", "/images/0/hardwareIds/0", "/images/0/before/0", "/rxswins/0/before", "/requires/0", "/supplier", "/images/0/sha256"]);
        check.Problems.Single(problem => problem.MissingArtifact.Length > 0).MissingArtifact.Should().Be(_image.Sha256);

        RpcException refusal = (await FluentActions.Awaiting(() => CreateAsync(manifest)).Should().ThrowAsync<RpcException>()).Which;
        refusal.StatusCode.Should().Be(StatusCode.InvalidArgument);
        refusal.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(one => one.Field).Should().BeEquivalentTo(check.Problems.Select(one => one.Pointer));
        (await _bundles.ListBundlesAsync(new())).Bundles.Should().BeEmpty();
    }

    [Fact]
    public async Task An_artifact_must_be_there_and_be_what_the_manifest_says()
    {
        ManifestText manifest = new(_image);
        (await ProblemsAsync(manifest)).Should().BeEquivalentTo(["/images/0/sha256", ""]);
        await UploadedAsync(manifest);
        (await ProblemsAsync(manifest)).Should().BeEmpty();
        (await _bundles.CheckBundleAsync(new() { Manifest = ByteString.CopyFrom(manifest.Utf8) })).Digest.Should().Be(manifest.Digest);
        manifest.Image["length"] = 4999;
        manifest.Image["sha512"] = new string('c', 128);
        (await ProblemsAsync(manifest)).Should().BeEquivalentTo(["/images/0/length", "/images/0/sha512", ""]);
    }

    [Fact]
    public async Task A_path_has_one_content_for_ever_and_a_release_counter_only_rises()
    {
        await StageAsync(new ManifestText(_image));
        Content other = Content.Of(4, 6000);
        ManifestText again = await UploadedAsync(new ManifestText(_image, title: "Same image"));
        (await ProblemsAsync(again)).Should().BeEmpty("one and the same image may be listed again");
        ManifestText samePath = await UploadedAsync(new ManifestText(other, counter: 3));
        (await ProblemsAsync(samePath)).Should().Equal("/images/0/path");
        ManifestText sameCounter = await UploadedAsync(new ManifestText(other, "bms/fw-3.bin"));
        (await ProblemsAsync(sameCounter)).Should().Equal("/images/0/releaseCounter");
        (await ProblemsAsync(await UploadedAsync(new ManifestText(other, "bms/fw-3.bin", counter: 3)))).Should().BeEmpty();
        ManifestText follower = new(other, "bms/fw-3.bin", counter: 3);
        follower.Image["before"] = new System.Text.Json.Nodes.JsonArray(_image.Sha256);
        (await ProblemsAsync(await UploadedAsync(follower))).Should().BeEmpty("a staged bundle brings the image that it replaces");
    }

    [Fact]
    public async Task A_supplier_stays_within_what_is_delegated_to_it()
    {
        LocalSigner key = People.NewKey();
        V1.Change delegation = await _repository.Client.ProposeDelegationAsync(
            new() { Name = "cells-ag", Keys = { RemoteRepository.TextOf(key.Key) }, Threshold = 1, Paths = { "bms/*" } });
        await SignAllAsync(key);
        ManifestText manifest = new(_image);
        manifest["supplier"] = "cells-ag";
        await UploadedAsync(manifest);
        (await ProblemsAsync(manifest)).Should().Equal("/supplier");
        delegation = await _repository.Client.ProposeDelegationAsync(
            new() { Name = "cells-ag", Keys = { RemoteRepository.TextOf(key.Key) }, Threshold = 1, Paths = { "bms/*", "cells-ag/bundles/*" } });
        await SignAllAsync(key);
        (await ProblemsAsync(manifest)).Should().BeEmpty();
        manifest.Image["path"] = "gw/fw-2.bin";
        (await ProblemsAsync(await UploadedAsync(manifest))).Should().Equal("/images/0/path");
        manifest.Image["path"] = "bms/fw-2.bin";
        V1.Bundle bundle = await CreateAsync(manifest);
        bundle.Role.Should().Be("cells-ag");
        bundle = await _bundles.RequestSignaturesAsync(new() { Name = bundle.Name });
        await _repository.SignAsync(bundle.Change, key);
        (await Staged.FindAsync(manifest.Digest, default)).Should().NotBeNull();
        (await _bundles.GetBundleAsync(new() { Name = bundle.Name })).Obstacle.Should().BeEmpty();

        await _repository.Client.ProposeDelegationEndAsync(new() { Name = "cells-ag" });
        await SignAllAsync(key);
        (await Staged.FindAsync(manifest.Digest, default)).Should().BeNull("no vehicle finds its images any more");
        bundle = await _bundles.GetBundleAsync(new() { Name = bundle.Name });
        (bundle.State, bundle.Obstacle).Should().Be((V1.BundleState.Staged, "Nothing is delegated to cells-ag any more."));
        (await Staged.DescribeAsync(manifest.Digest, default))!.What.Images.Should().ContainSingle();
    }

    [Fact]
    public async Task A_withdrawn_bundle_is_gone_for_vehicles_at_once_and_its_own_images_leave_by_signatures()
    {
        ManifestText one = await StageAsync(new ManifestText(_image));
        ManifestText two = await StageAsync(new ManifestText(_image, title: "Shares the image"));
        V1.Bundle first = await _bundles.WithdrawBundleAsync(new() { Name = one.Name, Reason = "too hot" });
        (first.State, first.WithdrawalReason).Should().Be((V1.BundleState.Withdrawn, "too hot"));
        (await Staged.FindAsync(one.Digest, default)).Should().BeNull();
        (await Staged.FindAsync(two.Digest, default)).Should().NotBeNull();
        V1.Change change = await _repository.Client.GetChangeAsync(new() { Name = first.WithdrawalChange });
        change.Kind.Should().Be(V1.ChangeKind.Withdrawal);
        change.Summary.Should().Contain("image bms/fw-2.bin stays, since another bundle has it");
        (await _bundles.WithdrawBundleAsync(new() { Name = one.Name, Reason = "again" })).WithdrawalChange.Should().Be(first.WithdrawalChange);
        await _repository.SignAsync(first.WithdrawalChange, Signers.Take(2));
        (await TargetsAsync()).Should().BeEquivalentTo(["bms/fw-2.bin", $"bundles/{two.Digest}.json"]);
        V1.Bundle second = await _bundles.WithdrawBundleAsync(new() { Name = two.Name, Reason = "too hot as well" });
        (await ProblemsAsync(await UploadedAsync(new ManifestText(_image, title: "Third")))).Should().Equal("/images/0/path");
        await _repository.SignAsync(second.WithdrawalChange, Signers.Take(2));
        (await TargetsAsync()).Should().BeEmpty();
        await StatusAsync(_bundles.RequestSignaturesAsync(new() { Name = one.Name }), StatusCode.FailedPrecondition);
    }

    [Fact]
    public async Task What_is_withdrawn_before_it_was_staged_can_not_be_signed_any_more()
    {
        ManifestText manifest = await UploadedAsync(new ManifestText(_image));
        await CreateAsync(manifest);
        V1.Bundle awaiting = await _bundles.RequestSignaturesAsync(new() { Name = manifest.Name });
        V1.Bundle withdrawn = await _bundles.WithdrawBundleAsync(new() { Name = manifest.Name, Reason = "typing error" });
        (withdrawn.State, withdrawn.WithdrawalChange).Should().Be((V1.BundleState.Withdrawn, ""));
        (await _repository.Client.GetChangeAsync(new() { Name = awaiting.Change })).State.Should().Be(V1.ChangeState.Dropped);
    }

    [Fact]
    public async Task Requests_that_make_no_sense_are_refused()
    {
        await StatusAsync(_bundles.GetBundleAsync(new() { Name = "bundles/abc" }), StatusCode.InvalidArgument);
        await StatusAsync(_bundles.GetBundleAsync(new() { Name = "bundles/00000000" }), StatusCode.NotFound);
        await StatusAsync(_bundles.WithdrawBundleAsync(new() { Name = "bundles/00000000" }), StatusCode.InvalidArgument);
        await StatusAsync(_bundles.ListBundlesAsync(new() { PageSize = -1, PageToken = "?" }), StatusCode.InvalidArgument);
        await StatusAsync(_bundles.ListBundlesAsync(new() { State = (V1.BundleState)99 }), StatusCode.InvalidArgument);
        await StatusAsync(_bundles.CreateBundleAsync(new()), StatusCode.InvalidArgument);
    }

    private static async Task StatusAsync<T>(AsyncUnaryCall<T> call, StatusCode status) =>
        (await FluentActions.Awaiting(() => call.ResponseAsync).Should().ThrowAsync<RpcException>()).Which.StatusCode.Should().Be(status);

    private async Task<IEnumerable<string>> ProblemsAsync(ManifestText manifest) =>
        (await _bundles.CheckBundleAsync(new() { Manifest = ByteString.CopyFrom(manifest.Utf8) })).Problems.Select(problem => problem.Pointer);

    private async Task<V1.Bundle> CreateAsync(ManifestText manifest) => await _bundles.CreateBundleAsync(new() { Manifest = ByteString.CopyFrom(manifest.Utf8) });

    /// <summary>Brings the artifacts of a manifest to the server, and the manifest as well.</summary>
    private async Task<ManifestText> UploadedAsync(ManifestText manifest)
    {
        V1.Artifacts.ArtifactsClient artifacts = new(_server.Channel(_server.Admin));
        foreach (Content content in new[] { _image, Content.Of(4, 6000), manifest.Published }) await content.PutAsync(artifacts);
        return manifest;
    }

    private async Task<ManifestText> StageAsync(ManifestText manifest)
    {
        await CreateAsync(await UploadedAsync(manifest));
        V1.Bundle awaiting = await _bundles.RequestSignaturesAsync(new() { Name = manifest.Name });
        await _repository.SignAsync(awaiting.Change, Signers.Take(2));
        return manifest;
    }

    /// <summary>Signs all open changes, of the delegated role with its key.</summary>
    private async Task SignAllAsync(LocalSigner delegated)
    {
        V1.ListChangesResponse open = await _repository.Client.ListChangesAsync(new() { OpenOnly = true });
        foreach (V1.Change change in open.Changes.OrderByDescending(change => change.GoesLiveWith.Length))
            await _repository.SignAsync(change.Name, change.Role == "targets" ? Signers.Take(2) : [delegated]);
    }

    private Task<IEnumerable<string>> TargetsAsync()
    {
        Ota.Server.Bundles.Repository.ImageRepository image = _server.App.Services.GetRequiredService<Ota.Server.Bundles.Repository.ImageRepository>();
        return Task.FromResult(image.Current!.Targets.Targets.Keys.Select(path => path.Value));
    }
}

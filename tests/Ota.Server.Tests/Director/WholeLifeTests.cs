using Google.Protobuf;
using Ota.Core.Bundles.Verification;
using Ota.Core.Vehicles;
using Ota.Server.Tests.Artifacts;
using Ota.Server.Tests.Repository;
using Ota.Server.Tests.Staging;
using Ota.Server.Tests.Vehicles;

namespace Ota.Server.Tests.Director;

/// <summary>Nothing replaced: a bundle from its manifest over people's signatures to a vehicle that verifies all of it, and back.</summary>
public sealed class WholeLifeTests : IAsyncLifetime
{
    private readonly Content _image = Content.Of(5, 4000);
    private OtaServer _server = null!;
    private RemoteRepository _repository = null!;
    private V1.Bundles.BundlesClient _bundles = null!;
    private string _vid = null!;

    public async Task InitializeAsync()
    {
        _server = await OtaServer.StartAsync();
        _repository = new RemoteRepository(_server);
        _bundles = new V1.Bundles.BundlesClient(_server.Channel(_server.Admin));
        V1.Vehicles.VehiclesClient vehicles = new(_server.Channel(_server.Admin));
        await vehicles.ImportAsync(Fleet.Rows(1));
        _vid = (await vehicles.GetVehicleAsync(new() { Vehicle = new() { Vin = Fleet.VinOf(1) }, Purpose = "test" })).Vid;
        await _repository.PublishRootAsync(1);
        await _repository.PublishRootAsync(1, V1.RepositoryKind.Director);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_staged_bundle_is_assigned_verified_in_full_and_withdrawn()
    {
        ManifestText manifest = await StageAsync(new ManifestText(_image));
        V1.Director.DirectorClient director = new(_server.Channel(_server.Admin));
        V1.Assignment told = await director.AssignBundleAsync(new() { Vehicle = new() { Vid = _vid }, Bundle = manifest.Name });
        told.Images.Should().ContainSingle().Which.EcuSerial.Should().Be("bms-1");

        TrustedSet image = await RefreshAsync("/repo/"), set = await RefreshAsync($"/director/{_vid}/");
        EcuState[] ecus = [new(EcuSerial.TryParse("gw-1")!, HardwareId.TryParse("gw-2")!, null), new(EcuSerial.TryParse("bms-1")!, HardwareId.TryParse("bms")!, 1)];
        AssignedImage assigned = FullVerification.Check(set, image, _vid, ecus).Should().BeOfType<FullResult.Verified>().Which.Images
            .Should().ContainSingle().Subject;
        assigned.Entry.IsOf(_image.Bytes).Should().BeTrue();
        assigned.Ecus.Select(ecu => ecu.Value).Should().Equal("bms-1");
        string targets = await _server.Http.GetStringAsync($"/director/{_vid}/targets.json");
        targets.Should().NotContain(Fleet.VinOf(1));

        await _bundles.WithdrawBundleAsync(new() { Name = manifest.Name, Reason = "test" });
        DirectorClient.TargetsOf(await RefreshAsync($"/director/{_vid}/", set)).Targets.Should().BeEmpty();
    }

    private async Task<TrustedSet> RefreshAsync(string folder, TrustedSet? earlier = null)
    {
        byte[] root = await _server.Http.GetByteArrayAsync(folder + "1.root.json");
        (TrustedSet? set, Refusal? refusal) = await DirectorClient.RefreshAsync(_server.Http, folder, root, TimeProvider.System.GetUtcNow(), earlier);
        refusal.Should().BeNull();
        return set!;
    }

    private async Task<ManifestText> StageAsync(ManifestText manifest)
    {
        V1.Artifacts.ArtifactsClient artifacts = new(_server.Channel(_server.Admin));
        foreach (Content content in new[] { _image, manifest.Published }) await content.PutAsync(artifacts);
        await _bundles.CreateBundleAsync(new() { Manifest = ByteString.CopyFrom(manifest.Utf8) });
        V1.Bundle awaiting = await _bundles.RequestSignaturesAsync(new() { Name = manifest.Name });
        await _repository.SignAsync(awaiting.Change, _repository.People.Targets.Take(2));
        return manifest;
    }
}

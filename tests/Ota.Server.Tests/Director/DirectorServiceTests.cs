using Grpc.Core;
using Ota.Testing;

namespace Ota.Server.Tests.Director;

public sealed class DirectorServiceTests : IAsyncLifetime
{
    private readonly ManualTime _time = new(TimeProvider.System.GetUtcNow());
    private DirectorServer _server = null!;
    private string _vid = null!;

    public async Task InitializeAsync()
    {
        _server = await DirectorServer.StartAsync(_time);
        _vid = (await _server.RegisterAsync(1))[0];
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task What_a_vehicle_was_told_is_shown_until_it_is_taken_back()
    {
        V1.GetAssignmentRequest request = new() { Vehicle = new() { Vid = _vid } };
        V1.Assignment nothing = await _server.Director.GetAssignmentAsync(request);
        nothing.Should().Be(new V1.Assignment { Vid = _vid });

        string digest = _server.Stage("gw-7", 7);
        V1.Assignment told = await _server.AssignAsync(_vid, digest);
        (told.Bundle, told.Assigner, told.AssignTime.ToDateTimeOffset().ToUnixTimeMilliseconds(), told.Version)
            .Should().Be(($"bundles/{digest}", "operators/admin", _time.GetUtcNow().ToUnixTimeMilliseconds(), 0));
        V1.AssignedImage image = told.Images.Should().ContainSingle().Subject;
        (image.EcuSerial, image.HardwareId, image.Path, image.Length, image.ReleaseCounter, image.Sha256)
            .Should().Be(("gw-1", "gw-2", "gw/gw-7.bin", 4, 7, digest));
        await _server.TrustedAsync(_vid, _time.GetUtcNow());
        (await _server.Director.GetAssignmentAsync(request)).Version.Should().Be(1);

        V1.Assignment cleared = await _server.Director.ClearAssignmentAsync(new() { Vehicle = new() { Vid = _vid } });
        (cleared.Bundle, cleared.Images.Count).Should().Be(("", 0));
    }

    [Fact]
    public async Task Telling_the_same_again_changes_nothing()
    {
        string digest = _server.Stage("gw-7", 7);
        V1.Assignment first = await _server.AssignAsync(_vid, digest);
        _time.Advance(TimeSpan.FromMinutes(1));
        (await _server.AssignAsync(_vid, digest)).Should().Be(first);
        byte[] before = await _server.GetAsync(_vid, "timestamp.json");
        await _server.AssignAsync(_vid, digest);
        (await _server.GetAsync(_vid, "timestamp.json")).Should().Equal(before);
    }

    [Fact]
    public async Task Another_bundle_waits_until_what_the_vehicle_has_been_told_is_proven_or_taken_back()
    {
        string first = _server.Stage("gw-7", 7), second = _server.Stage("gw-8", 8);
        await _server.AssignAsync(_vid, first);
        await _server.AssignAsync(_vid, second); // The vehicle never asked, so nothing of the first can be under way.
        await _server.TrustedAsync(_vid, _time.GetUtcNow());
        (await RefusedAsync(_vid, first)).Should().Contain("gw-1 was told to install gw/gw-8.bin");
        await _server.Director.ClearAssignmentAsync(new() { Vehicle = new() { Vid = _vid } });
        (await _server.AssignAsync(_vid, first)).Bundle.Should().Be($"bundles/{first}");
    }

    [Fact]
    public async Task A_bundle_that_is_not_staged_or_not_for_the_vehicle_is_refused_with_the_reason()
    {
        (await RefusedAsync(_vid, new string('0', 64))).Should().Contain("no staged bundle");
        (await RefusedAsync(_vid, _server.Stage("cam-1", 1, hardware: "camera"))).Should().Contain("gw/cam-1.bin");
    }

    [Fact]
    public async Task What_was_taken_back_may_still_come_and_keeps_conflicting_bundles_away_both_ways()
    {
        string first = _server.Stage("gw-7", 7);
        string second = _server.Stage("gw-8", 8, change: bundle => bundle with { Conflicts = [first] });
        await _server.AssignAsync(_vid, first);
        await _server.Director.ClearAssignmentAsync(new() { Vehicle = new() { Vid = _vid } });
        (await _server.AssignAsync(_vid, second)).Bundle.Should().Be($"bundles/{second}", "the vehicle never asked, so it has nothing of the first");
        await _server.TrustedAsync(_vid, _time.GetUtcNow());
        await _server.Director.ClearAssignmentAsync(new() { Vehicle = new() { Vid = _vid } });
        (await RefusedAsync(_vid, first)).Should().Contain("gw-1 was told to install gw/gw-8.bin, which may still happen");
        _server.Withdraw(second);
        (await RefusedAsync(_vid, first)).Should().Contain("may still happen");
        (await _server.AssignAsync(_vid, _server.Stage("gw-9", 9))).Should().NotBeNull("these do not conflict");
    }

    [Fact]
    public async Task What_the_manifest_asks_of_the_vehicle_is_asked_at_assignment()
    {
        string required = _server.Stage("gw-7", 7);
        string needs = _server.Stage("gw-8", 8, change: bundle => bundle with { Requires = [required] });
        (await RefusedAsync(_vid, needs)).Should().Contain("must be on the vehicle first");
        string replaces = _server.Stage("gw-9", 9, change: bundle => bundle with { Images = [bundle.Images[0] with { Before = [new string('e', 64)] }] });
        (await RefusedAsync(_vid, replaces)).Should().Contain("gw/gw-9.bin");
    }

    [Fact]
    public async Task A_vehicle_that_is_scrapped_is_told_nothing()
    {
        V1.Vehicles.VehiclesClient vehicles = new(_server.Server.Channel(_server.Server.Admin));
        await vehicles.SetVehicleStatusAsync(new() { Vehicle = new() { Vid = _vid }, Status = V1.VehicleStatus.Scrapped, Reason = "fire" });
        (await RefusedAsync(_vid, _server.Stage("gw-7", 7))).Should().Contain("not active");
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_a_request_is_said_at_once()
    {
        RpcException refused = (await FluentActions.Awaiting(async () => await _server.Director.AssignBundleAsync(new() { Bundle = "x" }))
            .Should().ThrowAsync<RpcException>()).Which;
        refused.StatusCode.Should().Be(StatusCode.InvalidArgument);
        refused.Status.Detail.Should().Contain("vehicle:").And.Contain("bundle:");
        RpcException unknown = (await FluentActions.Awaiting(() => _server.AssignAsync(new string('0', 32), new string('0', 64)))
            .Should().ThrowAsync<RpcException>()).Which;
        unknown.StatusCode.Should().Be(StatusCode.NotFound);
    }

    private async Task<string> RefusedAsync(string vid, string digest)
    {
        RpcException refused = (await FluentActions.Awaiting(() => _server.AssignAsync(vid, digest)).Should().ThrowAsync<RpcException>()).Which;
        refused.StatusCode.Should().Be(StatusCode.FailedPrecondition);
        return refused.Status.Detail;
    }
}

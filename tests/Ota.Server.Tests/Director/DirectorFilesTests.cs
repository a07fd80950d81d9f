using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Ota.Core.Bundles.Director;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Bundles.Verification;
using Ota.Core.Vehicles;
using Ota.Server.Bundles.Repository;
using Ota.Testing;

namespace Ota.Server.Tests.Director;

/// <summary>What a vehicle finds at /director/{vid}, with the client that vehicles use.</summary>
public sealed class DirectorFilesTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Half = DirectorPlan.Lifetime / 2;

    private readonly ManualTime _time = new(TimeProvider.System.GetUtcNow());
    private readonly TempFolder _folder = new();
    private DirectorServer _server = null!;
    private string[] _vids = null!;

    private DateTimeOffset Now => _time.GetUtcNow();

    public async Task InitializeAsync()
    {
        _server = await DirectorServer.StartAsync(_time, _folder["data"]);
        _vids = await _server.RegisterAsync(2);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_vehicle_that_was_told_nothing_refreshes_and_finds_nothing_to_do()
    {
        TrustedSet set = await _server.TrustedAsync(_vids[0], Now);
        DirectorClient.TargetsOf(set).Targets.Should().BeEmpty();
        DirectorCheck.Check(DirectorClient.TargetsOf(set), _vids[0], []).Should().BeEmpty();
        DirectorClient.VersionsOf(set).Should().Be((1, 1, 1));
    }

    [Fact]
    public async Task What_a_vehicle_was_told_is_verified_by_it_whole_and_by_an_ECU_that_reads_targets_alone()
    {
        await _server.TrustedAsync(_vids[0], Now);
        await _server.AssignAsync(_vids[0], _server.Stage("gw-7", 7));
        TrustedSet set = await _server.TrustedAsync(_vids[0], Now);
        EcuState gateway = new(EcuSerial.TryParse("gw-1")!, HardwareId.TryParse("gw-2")!, 3);
        DirectorCheck.Check(DirectorClient.TargetsOf(set), _vids[0], [gateway]).Should().BeEmpty();
        DirectorClient.VersionsOf(set).Should().Be((2, 2, 2));

        TufKey key = _server.Server.App.Services.GetRequiredService<OnlineKeys>().For(V1.RepositoryKind.Director, MetadataRole.Targets).Key;
        KeyRing ring = new(new Dictionary<KeyId, TufKey> { [key.Id] = key }, new RoleKeys([key.Id], 1));
        byte[] targets = await _server.GetAsync(_vids[0], "targets.json");
        PartialVerification.Check(targets, ring, 1, Now, gateway, out AssignedImage? image).Should().BeEmpty();
        image!.Path.Value.Should().Be("gw/gw-7.bin");
        image.Entry.IsOf("gw-7"u8).Should().BeTrue();
        DirectorCustom.TryRead(image.Entry.Custom)!.ReleaseCounter.Should().Be(7);
    }

    [Fact]
    public async Task Another_vehicles_files_are_signed_well_and_refused_all_the_same()
    {
        await _server.AssignAsync(_vids[1], _server.Stage("gw-7", 7));
        TrustedSet set = await _server.TrustedAsync(_vids[1], Now);
        EcuState gateway = new(EcuSerial.TryParse("gw-1")!, HardwareId.TryParse("gw-2")!, 3);
        DirectorCheck.Check(DirectorClient.TargetsOf(set), _vids[0], [gateway]).Select(refusal => refusal.Reason)
            .Should().BeEquivalentTo([RefusalReason.WrongVehicle, RefusalReason.UnknownEcu]);
    }

    [Fact]
    public async Task A_withdrawn_bundle_is_gone_from_the_next_request_on_also_for_a_vehicle_in_the_middle_of_a_refresh()
    {
        string digest = _server.Stage("gw-7", 7);
        await _server.AssignAsync(_vids[0], digest);
        TrustedSet before = await _server.TrustedAsync(_vids[0], Now);
        _server.Withdraw(digest);
        (await StatusAsync(_vids[0], "1.targets.json")).Should().Be(HttpStatusCode.NotFound);
        (await StatusAsync(_vids[0], "1.snapshot.json")).Should().Be(HttpStatusCode.OK);
        TrustedSet after = await _server.TrustedAsync(_vids[0], Now, before);
        DirectorClient.TargetsOf(after).Targets.Should().BeEmpty();
        DirectorClient.VersionsOf(after).Should().Be((2, 2, 2));
    }

    [Fact]
    public async Task What_was_taken_back_is_gone_from_the_next_request_on()
    {
        await _server.AssignAsync(_vids[0], _server.Stage("gw-7", 7));
        TrustedSet before = await _server.TrustedAsync(_vids[0], Now);
        await _server.Director.ClearAssignmentAsync(new() { Vehicle = new() { Vid = _vids[0] } });
        DirectorClient.TargetsOf(await _server.TrustedAsync(_vids[0], Now, before)).Targets.Should().BeEmpty();
    }

    [Fact]
    public async Task The_generation_before_is_there_for_a_vehicle_in_the_middle_of_a_refresh_and_the_one_before_that_is_not()
    {
        byte[] snapshot = await _server.GetAsync(_vids[0], "1.snapshot.json");
        byte[] targets = await _server.GetAsync(_vids[0], "1.targets.json");
        _time.Jump(Half);
        (await _server.GetAsync(_vids[0], "2.snapshot.json")).Should().NotEqual(snapshot);
        (await _server.GetAsync(_vids[0], "1.snapshot.json")).Should().Equal(snapshot);
        (await _server.GetAsync(_vids[0], "1.targets.json")).Should().Equal(targets);
        _time.Jump(Half);
        (await StatusAsync(_vids[0], "1.targets.json")).Should().Be(HttpStatusCode.NotFound);
        (await StatusAsync(_vids[0], "4.targets.json")).Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Files_are_the_same_until_half_of_their_life_is_gone()
    {
        byte[] first = await _server.GetAsync(_vids[0], "timestamp.json");
        _time.Jump(Half - TimeSpan.FromMinutes(1));
        (await _server.GetAsync(_vids[0], "timestamp.json")).Should().Equal(first);
        TrustedSet before = await _server.TrustedAsync(_vids[0], Now);
        _time.Jump(TimeSpan.FromMinutes(1));
        DirectorClient.VersionsOf(await _server.TrustedAsync(_vids[0], Now, before)).Should().Be((2, 2, 2));
    }

    [Fact]
    public async Task However_many_ask_at_once_one_generation_is_signed()
    {
        byte[][] all = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => _server.GetAsync(_vids[i % 2], "timestamp.json")));
        all.Select(Convert.ToHexString).Distinct().Should().HaveCount(2);
        DirectorClient.VersionsOf(await _server.TrustedAsync(_vids[0], Now)).Should().Be((1, 1, 1));
    }

    [Fact]
    public async Task A_restart_serves_the_same_bytes_and_goes_on_counting()
    {
        await _server.AssignAsync(_vids[0], _server.Stage("gw-7", 7));
        TrustedSet before = await _server.TrustedAsync(_vids[0], Now);
        byte[] root = _server.Root;
        await _server.DisposeAsync();
        _server = await DirectorServer.StartAsync(_time, _folder["data"], isNew: false);
        _server.Root.Should().Equal(root);
        _server.Stage("gw-7", 7);
        (await _server.GetAsync(_vids[0], "timestamp.json")).Should().Equal(before.Timestamp!.Envelope.Bytes.ToArray());
        _time.Jump(TimeSpan.FromHours(30));
        DirectorClient.VersionsOf(await _server.TrustedAsync(_vids[0], Now, before)).Should().Be((2, 2, 2));
    }

    [Fact]
    public async Task Files_have_tags_and_are_sent_again_only_if_they_changed()
    {
        using HttpResponseMessage get = await _server.Http.GetAsync($"/director/{_vids[0]}/timestamp.json");
        get.Content.Headers.ContentType!.MediaType.Should().Be("application/json");
        get.Headers.CacheControl!.ToString().Should().Contain("private").And.Contain("no-cache");
        using HttpResponseMessage head = await _server.Http.SendAsync(new(HttpMethod.Head, $"/director/{_vids[0]}/timestamp.json"));
        head.Headers.ETag.Should().Be(get.Headers.ETag);
        head.Content.Headers.ContentLength.Should().Be(get.Content.Headers.ContentLength);
        (await AskAsync(get.Headers.ETag!)).Should().Be(HttpStatusCode.NotModified);
        _time.Jump(Half);
        (await AskAsync(get.Headers.ETag!)).Should().Be(HttpStatusCode.OK);

        async Task<HttpStatusCode> AskAsync(EntityTagHeaderValue tag)
        {
            using HttpRequestMessage request = new(HttpMethod.Get, $"/director/{_vids[0]}/timestamp.json") { Headers = { IfNoneMatch = { tag } } };
            using HttpResponseMessage response = await _server.Http.SendAsync(request);
            return response.StatusCode;
        }
    }

    [Theory]
    [InlineData("1.root.json", 200)]
    [InlineData("root.json", 200)]
    [InlineData("snapshot.json", 200)]
    [InlineData("targets.json", 200)]
    [InlineData("1.targets.json", 200)]
    [InlineData("2.root.json", 404)]
    [InlineData("01.root.json", 404)]
    [InlineData("0.targets.json", 404)]
    [InlineData("-1.targets.json", 404)]
    [InlineData("1.timestamp.json", 404)]
    [InlineData("9999999999999999999.targets.json", 404)]
    [InlineData("1.supplier.json", 404)]
    [InlineData("targets", 404)]
    public async Task A_file_is_there_under_its_one_name(string name, int status) => ((int)await StatusAsync(_vids[0], name)).Should().Be(status);

    private async Task<HttpStatusCode> StatusAsync(string vid, string file)
    {
        using HttpResponseMessage response = await _server.Http.GetAsync($"/director/{vid}/{file}");
        return response.StatusCode;
    }
}

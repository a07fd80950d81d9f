using Ota.Core.Bundles.Director;
using Ota.Core.Bundles.Keys;
using Ota.Core.Bundles.Metadata;
using Ota.Core.Bundles.Verification;
using Ota.Core.Vehicles;

namespace Ota.EndToEnd.Attacks;

/// <summary>
/// Somebody has the server's Director keys, taken from its folder, and tells a vehicle whatever they like; what people signed in the Image
/// repository and what the vehicle knows of itself stand against it (Uptane 5.4.4.2).
/// </summary>
[Collection(AttackedCollection.Name)]
public sealed class DirectorInWrongHandsTests(AttackedWorld world) : IAsyncLifetime, IDisposable
{
    private const string Bms = "bms-1";

    private readonly HttpClient _http = new() { BaseAddress = new Uri(world.Url) };
    private TrustedSet _image = null!;
    private TrustedSet _director = null!;
    private DirectorImage _brake = null!;

    public async Task InitializeAsync()
    {
        _image = await TrustAsync("/repo", "image.json");
        _director = await TrustAsync($"/director/{world.Vid}", "director.json");
        TargetPath path = TargetPath.TryParse(AttackedWorld.Brake)!.Value;
        TargetEntry entry = _director.Targets[DelegationChain.Top].Metadata.Targets[path];
        _brake = new DirectorImage(Ecu(Bms), Hardware("bms"), path, entry.Length, entry.Hashes, 41);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task What_the_server_itself_says_is_installed()
    {
        Verify(_director).Should().BeOfType<FullResult.Verified>().Which.Images.Should().HaveCount(2);
        Verify(await ForgeAsync(world.Vid, _brake)).Should().BeOfType<FullResult.Verified>("the forged files are right in all but what each attack changes");
    }

    [Theory]
    [InlineData("an image that nobody signed", RefusalReason.UnknownImage)]
    [InlineData("other content under the name of an image", RefusalReason.RepositoriesDiffer)]
    [InlineData("a release counter that was not signed", RefusalReason.RepositoriesDiffer)]
    [InlineData("an image for other hardware than the ECU", RefusalReason.WrongHardware)]
    [InlineData("an image that was not made for the ECU's hardware", RefusalReason.WrongHardware)]
    [InlineData("an ECU of another vehicle", RefusalReason.UnknownEcu)]
    public async Task Is_refused(string what, RefusalReason reason)
    {
        DirectorImage told = what switch
        {
            "an image that nobody signed" => _brake with { Path = TargetPath.TryParse("brake/malware.bin")!.Value },
            "other content under the name of an image" => _brake with { Length = 7, Hashes = FileHashes.Of("malware"u8) },
            "a release counter that was not signed" => _brake with { ReleaseCounter = 99 },
            "an image for other hardware than the ECU" => _brake with { Hardware = Hardware("gw-2") },
            "an image that was not made for the ECU's hardware" => _brake with { Ecu = Ecu("gw-1"), Hardware = Hardware("gw-2") },
            _ => _brake with { Ecu = Ecu("bms-2") },
        };
        Refused(Verify(await ForgeAsync(world.Vid, told))).Should().Contain(reason);
    }

    [Fact]
    public async Task A_release_that_people_signed_once_is_refused_where_a_later_one_is_installed()
    {
        Refused(Verify(await ForgeAsync(world.Vid, _brake), installed: 42)).Should().Equal(RefusalReason.LowerReleaseCounter);
    }

    [Fact]
    public async Task What_another_vehicle_is_told_is_refused()
    {
        Refused(Verify(await ForgeAsync(world.OtherVid, _brake))).Should().Equal(RefusalReason.WrongVehicle);
        Refused(Verify(await TrustAsync($"/director/{world.OtherVid}", "director.json"))).Should().Equal(RefusalReason.WrongVehicle);
    }

    [Fact]
    public async Task Keys_of_the_Director_are_worth_nothing_in_the_Image_repository()
    {
        LocalSigner thief = Key("targets");
        Func<string, Task<byte[]?>> honest = OwnClient.From(_http, "/repo");
        (_, Refusal? refusal) = await OwnClient.RefreshAsync(Root("image.json"), null, async file =>
            await honest(file) is { } bytes ? Attack.IsOf(file, "timestamp") ? Forged.SignAgain(bytes, thief) : bytes : null);
        refusal!.Reason.Should().Be(RefusalReason.BelowThreshold);
    }

    private async Task<TrustedSet> ForgeAsync(string vid, params DirectorImage[] images)
    {
        DirectorContent content = new(Vid.TryParse(vid)!.Value, 9, images);
        DirectorFiles files = DirectorWriter.Write(
            new DirectorPlan(1000, Targets: true, Snapshot: true), null, content, new DirectorSigners(Key("targets"), Key("snapshot"), Key("timestamp")), TimeProvider.System.GetUtcNow());
        Func<string, Task<byte[]?>> honest = OwnClient.From(_http, $"/director/{world.Vid}");
        (TrustedSet set, Refusal? refusal) = await OwnClient.RefreshAsync(Root("director.json"), _director, file => file switch
        {
            "timestamp.json" => Task.FromResult<byte[]?>(files.Timestamp.Bytes.ToArray()),
            "1000.snapshot.json" => Task.FromResult<byte[]?>(files.Snapshot.Bytes.ToArray()),
            "1000.targets.json" => Task.FromResult<byte[]?>(files.Targets.Bytes.ToArray()),
            _ => honest(file),
        });
        refusal.Should().BeNull("the thief has the keys");
        return set;
    }

    private FullResult Verify(TrustedSet director, long? installed = null) => FullVerification.Check(
        director, _image, world.Vid, [new EcuState(Ecu("gw-1"), Hardware("gw-2"), null), new EcuState(Ecu(Bms), Hardware("bms"), installed)]);

    private static IEnumerable<RefusalReason> Refused(FullResult result) =>
        result.Should().BeOfType<FullResult.Refused>().Which.Refusals.Select(refusal => refusal.Reason).Distinct();

    private async Task<TrustedSet> TrustAsync(string folder, string root)
    {
        (TrustedSet set, Refusal? refusal) = await OwnClient.RefreshAsync(Root(root), null, OwnClient.From(_http, folder));
        refusal.Should().BeNull();
        return set;
    }

    private byte[] Root(string file) => world.Folder.Read(file);

    private LocalSigner Key(string role) => LocalSigner.TryReadPem(File.ReadAllText(Path.Combine(world.Data, "keys", $"director-{role}.pem")), null)!;

    private static EcuSerial Ecu(string serial) => EcuSerial.TryParse(serial)!;

    private static HardwareId Hardware(string id) => HardwareId.TryParse(id)!;
}

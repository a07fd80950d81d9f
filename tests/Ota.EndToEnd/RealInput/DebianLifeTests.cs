using System.Runtime.Versioning;
using System.Text.Json;
using Ota.EndToEnd.Ceremony;
using Ota.EndToEnd.Cli;
using Ota.Testing;

namespace Ota.EndToEnd.RealInput;

/// <summary>Packages of Debian in two versions go the whole way: keys, roots, staging, assigning, and tuf-js as the vehicle.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class DebianLifeTests : IAsyncLifetime, IDisposable
{
    private const string Vin = "WVWZZZ1KZAW000001";
    private const string KnownVin = "WVWZZZ1KZAW000002";
    private const int MostMebibytes = 150;

    private readonly CeremonyFolder _folder = new();
    private readonly RunningServer _server = new()
    {
        Arguments = ["--dev", "--address", "127.0.0.1", "--http-port", "0", "--grpc-port", "0", "--mqtt-port", "0"],
    };

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        _folder.Ota.Environment["OTA_DATA"] = _server.Data;
        _folder.Ota.Write("fleet.csv", PackageBundle.Fleet(Vin, KnownVin));
    }

    public Task DisposeAsync() => _server.DisposeAsync();

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [PackagesFact]
    public async Task Two_versions_of_real_packages_reach_a_vehicle_and_what_did_not_change_is_sent_once()
    {
        await _folder.DoneAsync("vehicles import fleet.csv");
        await TwoRepositories.PublishAsync(_folder);
        TufVehicle vehicle = await VehicleAsync(Vin);

        PackageBundle first = new(1);
        string one = await StageAsync(first, "one.yaml");
        await _folder.DoneAsync($"director assign {Vin} {one[..8]} --purpose test");
        await ShouldReachAsync(vehicle, first);

        PackageBundle second = new(2);
        await using CuttingProxy proxy = new(_server.Port);
        string two = await StageAsync(second, "two.yaml", $" --server https://localhost:{proxy.Port}");
        PackageImage[] changed = [.. second.Images.Where(image => image.ReleaseCounter == 2)];
        changed.Should().HaveCountLessThan(second.Images.Count).And.NotBeEmpty();
        long needed = changed.Sum(image => image.Length);
        ((long)proxy.ToServer).Should().BeGreaterThan(needed).And.BeLessThan(needed + (needed / 50) + 1_000_000, "what did not change is not sent again");
        await ShouldNameWhatChangedAsync(one, two, second);

        (await _folder.RefusedAsync($"director assign {Vin} {two} --purpose test")).Should().Contain("and has not proven it");
        await _folder.DoneAsync($"director clear {Vin} --purpose test");
        (await vehicle.ToldAsync(first.Images[0].Path)).Should().Equal([null]);
        (await _folder.RefusedAsync($"director assign {Vin} {two} --purpose test")).Should().Contain("Nobody knows what");

        await _folder.DoneAsync($"director assign {KnownVin} {two} --purpose test");
        await ShouldReachAsync(await VehicleAsync(KnownVin), second);
        (await _folder.DoneAsync("repo fsck --read-artifacts --output json")).Json.GetProperty("problems").GetArrayLength().Should().Be(0);
    }

    // The peaks are held against those of the same programs that have moved no file.
    private async Task<string> StageAsync(PackageBundle bundle, string file, string more = "")
    {
        _folder.Ota.Write(file, bundle.Yaml());
        double serverBefore = PeakMemory.Of(_server.Id);
        (_, double idle) = await PeakMemory.OfOtaAsync(_folder.Ota, "bundles list");
        (OtaRun built, double peak) = await PeakMemory.OfOtaAsync(_folder.Ota, $"bundles build {file} --upload --output json{more}");
        (peak - idle).Should().BeLessThan(MostMebibytes);
        (PeakMemory.Of(_server.Id) - serverBefore).Should().BeLessThan(MostMebibytes);
        string digest = built.Json.GetProperty("name").GetString()!["bundles/".Length..];
        await _folder.DoneAsync($"bundles sign {digest[..8]} --key t1 --root root.json");
        (await _folder.DoneAsync($"bundles sign {digest[..8]} --key t3 --root root.json")).Out.Should().Contain("staged").And.Contain("2 of 2");
        return digest;
    }

    private static async Task ShouldReachAsync(TufVehicle vehicle, PackageBundle bundle)
    {
        string[] paths = [.. bundle.Images.Select(image => image.Path)];
        (await vehicle.ToldAsync(paths)).Should().Equal(bundle.Images.Select(image => (long?)image.Length));
        (await vehicle.DownloadAsync(paths)).Should().Equal(bundle.Images.Select(image => image.Sha256));
    }

    private async Task ShouldNameWhatChangedAsync(string one, string two, PackageBundle second)
    {
        JsonElement diff = (await _folder.DoneAsync($"bundles diff {one} {two} --output json")).Json.GetProperty("differences");
        string[] places = [.. diff.EnumerateArray().Select(row => row.GetProperty("where").GetString()!)];
        foreach (PackageImage image in second.Images)
        {
            string place = $"/images/{PackageBundle.HardwareOf(image.Name)}/";
            string[] expected = image.ReleaseCounter == 2 ? ["before", "length", "path", "releaseCounter", "sha256", "sha512", "version"] : ["version"];
            places.Where(where => where.StartsWith(place, StringComparison.Ordinal)).Select(where => where[place.Length..].Split('/')[0]).Distinct()
                .Should().BeEquivalentTo(expected, image.Name);
        }
    }

    private async Task<TufVehicle> VehicleAsync(string vin)
    {
        string vid = (await _folder.DoneAsync($"vehicles show {vin} --purpose test --output json")).Json.GetProperty("vid").GetString()!;
        TufVehicle vehicle = new(_folder.Ota, _server.PlainUrl, vid);
        vehicle.Trust(TwoRepositories.ImageRoot, TwoRepositories.DirectorRoot);
        return vehicle;
    }
}

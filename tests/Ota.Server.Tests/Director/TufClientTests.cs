using System.Text.Json;
using Ota.Core.Tests.Bundles.Peers;
using Ota.Testing;

namespace Ota.Server.Tests.Director;

/// <summary>tuf-js, which knows nothing of us, refreshes from what the server serves for a vehicle.</summary>
public sealed class TufClientTests
{
    [Fact]
    public async Task Tuf_js_follows_a_vehicle_through_everything_that_it_is_told()
    {
        using TempFolder folder = new();
        // tuf-js has the real clock, so the server's stands at it.
        ManualTime time = new(TimeProvider.System.GetUtcNow());
        await using DirectorServer server = await DirectorServer.StartAsync(time);
        string vid = (await server.RegisterAsync(1))[0];
        string state = Directory.CreateDirectory(folder["state"]).FullName;
        await File.WriteAllBytesAsync(Path.Combine(state, "root.json"), server.Root);

        await RefreshAsync("nothing");
        VersionIn(state, "targets").Should().Be(1);
        string digest = server.Stage("gw-7", 7);
        await server.AssignAsync(vid, digest);
        await RefreshAsync("assigned");
        VersionIn(state, "targets").Should().Be(2);
        Signed(state, "targets").GetProperty("targets").EnumerateObject().Select(target => target.Name).Should().Equal("gw/gw-7.bin");
        Signed(state, "targets").GetProperty("vid").GetString().Should().Be(vid);
        server.Withdraw(digest);
        await RefreshAsync("withdrawn");
        Signed(state, "targets").GetProperty("targets").EnumerateObject().Should().BeEmpty();
        (VersionIn(state, "timestamp"), VersionIn(state, "snapshot"), VersionIn(state, "targets")).Should().Be((3, 3, 3));

        async Task RefreshAsync(string name)
        {
            string url = $"{server.Server.Url("http").TrimEnd('/')}/director/{vid}";
            await File.WriteAllTextAsync(folder["steps"], JsonSerializer.Serialize(new[] { new { name, url, state, images = Array.Empty<string>() } }));
            IReadOnlyList<string> answers = await TufPeer.RunAsync("remote", folder["steps"], "STEP");
            using JsonDocument answer = JsonDocument.Parse(answers.Should().ContainSingle().Subject["STEP ".Length..]);
            answer.RootElement.GetProperty("accepted").GetBoolean().Should().BeTrue(answers[0]);
        }
    }

    private static long VersionIn(string state, string role) => Signed(state, role).GetProperty("version").GetInt64();

    private static JsonElement Signed(string state, string role)
    {
        using JsonDocument file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(state, $"{role}.json")));
        return file.RootElement.GetProperty("signed").Clone();
    }
}

using Ota.Core.Bundles.Verification;
using Ota.Testing;

namespace Ota.Server.Tests.Director;

public sealed class KilledDirectorTests
{
    [Fact]
    public async Task A_version_that_was_served_never_comes_again_with_other_content_after_kill_9()
    {
        using TempFolder folder = new();
        ManualTime time = new(TimeProvider.System.GetUtcNow());
        string vid;
        TrustedSet trusted;
        await using (DirectorServer server = await DirectorServer.StartAsync(time, folder["data"]))
        {
            vid = (await server.RegisterAsync(1))[0];
            trusted = await server.TrustedAsync(vid, time.GetUtcNow());
        }

        long last = 1;
        DateTimeOffset now = time.GetUtcNow();
        for (int i = 0; i < 3; i++)
        {
            (IReadOnlyList<long> versions, now) = await DirectorProcess.KillAfterAsync(folder["data"], vid, now.AddHours(13), served: 5 + i);
            versions.Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
            versions[0].Should().BeGreaterThan(last);
            last = versions[^1];
        }

        ManualTime later = new(now);
        await using DirectorServer after = await DirectorServer.StartAsync(later, folder["data"], isNew: false);
        TrustedSet set = await after.TrustedAsync(vid, now, trusted);
        DirectorClient.VersionsOf(set).Timestamp.Should().BeGreaterThanOrEqualTo(last);
    }
}

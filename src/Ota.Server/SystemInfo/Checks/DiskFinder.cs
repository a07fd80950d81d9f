using System.Globalization;
using Ota.Server.Health;
using Ota.Server.Hosting;

namespace Ota.Server.SystemInfo.Checks;

/// <summary>Whether the volume of the data folder has room.</summary>
internal sealed class DiskFinder(HostingOptions hosting, HealthOptions options) : IFinder
{
    // Below so many times what readiness asks for, it is time to do something about it.
    private const int Comfort = 4;

    public string Name => "disk";

    public Task<IReadOnlyList<V1.SystemCheck>> FindAsync(DateTimeOffset now, CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<V1.SystemCheck>>([Judge(DiskSpace.FreeBytes(hosting.Data))]);

    private V1.SystemCheck Judge(long free)
    {
        string text = string.Create(
            CultureInfo.InvariantCulture, $"{free / 1_000_000} MB free for {hosting.Data}, {options.MinFreeBytes / 1_000_000} MB needed");
        if (free < options.MinFreeBytes) return Found.Problem(Name, $"{text}: make room, or move the folder to a larger volume; the server is not ready until then.");
        return free / Comfort < options.MinFreeBytes ? Found.Warning(Name, $"{text}: make room soon.") : Found.Ok(Name, $"{text}.");
    }
}

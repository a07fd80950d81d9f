using Microsoft.Extensions.Diagnostics.HealthChecks;
using Ota.Server.Hosting;

namespace Ota.Server.Health;

/// <summary>Not ready when the data folder's volume is nearly full: the database needs room to finish what it began.</summary>
internal sealed class DiskSpace(HostingOptions hosting, HealthOptions options) : IHealthCheck
{
    public static long FreeBytes(string folder) => new DriveInfo(folder).AvailableFreeSpace;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        long free = FreeBytes(hosting.Data);
        string text = $"{free / 1_000_000} MB free, {options.MinFreeBytes / 1_000_000} MB needed";
        return Task.FromResult(free >= options.MinFreeBytes ? HealthCheckResult.Healthy(text) : HealthCheckResult.Unhealthy(text));
    }
}

using System.Runtime.InteropServices;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Ota.Server.Health;
using Ota.Server.Hosting;
using Ota.Server.Pki;
using Ota.Server.SystemInfo.Checks;

namespace Ota.Server.SystemInfo;

/// <summary>The server about itself.</summary>
internal sealed class SystemService(ServerClock clock, SystemCounts counts, SystemChecks checks, HostingOptions hosting, ServerPki pki, Listeners listeners)
    : V1.System.SystemBase
{
    private static readonly V1.Version Version = new()
    {
        Version_ = ServerVersion.Text,
        Runtime = RuntimeInformation.FrameworkDescription,
    };

    public override Task<V1.Version> GetVersion(V1.GetVersionRequest request, ServerCallContext context) => Task.FromResult(Version);

    public override async Task<V1.SystemStatus> GetStatus(V1.GetStatusRequest request, ServerCallContext context)
    {
        IReadOnlyDictionary<string, long>? found = await counts.TryCountAsync(context.CancellationToken);
        V1.SystemStatus status = new()
        {
            Version = Version,
            StartTime = clock.StartTime.ToTimestamp(),
            Uptime = clock.Uptime.ToDuration(),
            Roles = { "control" },
            Database = new V1.DatabaseStatus { Kind = counts.DatabaseKind, Reachable = found is not null },
            DataFolder = hosting.Data,
            FreeDiskBytes = DiskSpace.FreeBytes(hosting.Data),
            CertificateExpireTime = pki.Server.NotAfter.ToUniversalTime().ToTimestamp(),
            Listeners = { listeners.Ports.Select(open => new V1.Listener { Name = open.Name, Port = open.Port }) },
        };
        if (found is not null) status.Counts.Add(found.ToDictionary());
        if (request.IncludeChecks) status.Checks.Add(await checks.LookAsync(context.CancellationToken));
        return status;
    }
}

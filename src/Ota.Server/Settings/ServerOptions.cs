using Ota.Server.Bridge;
using Ota.Server.Bridge.Upstream;
using Ota.Server.Bundles.Artifacts;
using Ota.Server.Health;
using Ota.Server.Hosting;
using Ota.Server.Metrics;
using Ota.Server.Operators;
using Ota.Server.Pki;
using Ota.Server.Rollouts;
using Ota.Server.Storage;
using Ota.Server.Telemetry.Ingest;
using Ota.Server.Telemetry.Sinks;
using Ota.Server.Vehicles.Enrolment;

namespace Ota.Server.Settings;

/// <summary>The options of all features, read together so that one start reports every problem.</summary>
internal sealed record ServerOptions(
    HostingOptions Hosting,
    StorageOptions Storage,
    PkiOptions Pki,
    OperatorsOptions Operators,
    EnrolmentOptions Enrolment,
    BridgeOptions Bridge,
    UpstreamOptions Upstream,
    HealthOptions Health,
    MetricsOptions Metrics,
    TelemetryOptions Telemetry,
    SinksOptions Sinks,
    ArtifactsOptions Artifacts,
    RolloutsOptions Rollouts)
{
    public static IReadOnlyList<Setting> Settings { get; } =
    [
        .. HostingOptions.Settings, .. StorageOptions.Settings, .. PkiOptions.Settings,
        .. OperatorsOptions.Settings, .. EnrolmentOptions.Settings, .. BridgeOptions.Settings, .. UpstreamOptions.Settings,
        .. HealthOptions.Settings, .. MetricsOptions.Settings,
        .. TelemetryOptions.Settings, .. SinksOptions.Settings, .. ArtifactsOptions.Settings, .. RolloutsOptions.Settings,
    ];

    public static ServerOptions From(SettingValues values) => new(
        HostingOptions.From(values),
        StorageOptions.From(values),
        PkiOptions.From(values),
        OperatorsOptions.From(values),
        EnrolmentOptions.From(values),
        BridgeOptions.From(values),
        UpstreamOptions.From(values),
        HealthOptions.From(values),
        MetricsOptions.From(values),
        TelemetryOptions.From(values),
        SinksOptions.From(values),
        ArtifactsOptions.From(values),
        RolloutsOptions.From(values));
}

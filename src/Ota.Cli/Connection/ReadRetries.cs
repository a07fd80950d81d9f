using Grpc.Core;
using Grpc.Net.Client.Configuration;

namespace Ota.Cli.Connection;

/// <summary>Reads are tried again while a server restarts; what changes something is sent once.</summary>
internal static class ReadRetries
{
    private static readonly (string Service, string Method)[] Reads =
    [
        ("ota.v1.System", "GetVersion"),
        ("ota.v1.System", "GetStatus"),
        ("ota.v1.Operators", "ListOperators"),
        ("ota.v1.Artifacts", "GetArtifact"),
        ("ota.v1.Artifacts", "ListArtifacts"),
        ("ota.v1.Telemetry", "GetLatest"),
        ("ota.v1.Telemetry", "GetHistory"),
        ("ota.v1.Telemetry", "GetIngestState"),
        ("ota.v1.Vehicles", "GetImport"),
        ("ota.v1.Vehicles", "ListVehicles"),
        ("ota.v1.Vehicles", "CountVehicles"),
        ("ota.v1.Vehicles", "GetVehicle"),
        ("ota.v1.Vehicles", "ListVehicleEvents"),
        ("ota.v1.Rollouts", "GetRollout"),
        ("ota.v1.Rollouts", "ListRollouts"),
        ("ota.v1.Rollouts", "ListInstalls"),
        ("ota.v1.Rollouts", "ListInstallEvents"),
        ("ota.v1.Rollouts", "ExplainVehicle"),
    ];

    public static ServiceConfig Create()
    {
        MethodConfig reads = new()
        {
            RetryPolicy = new RetryPolicy
            {
                MaxAttempts = 3,
                InitialBackoff = TimeSpan.FromMilliseconds(100),
                MaxBackoff = TimeSpan.FromSeconds(1),
                BackoffMultiplier = 3,
                RetryableStatusCodes = { StatusCode.Unavailable },
            },
        };
        foreach ((string service, string method) in Reads)
            reads.Names.Add(new MethodName { Service = service, Method = method });
        return new ServiceConfig { MethodConfigs = { reads } };
    }
}

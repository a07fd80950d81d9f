namespace Ota.Server.Metrics;

/// <summary>The meters that are exported: ours, Kestrel's, gRPC's, the runtime's and the database driver's.</summary>
internal static class MeterSelection
{
    public static readonly string[] Names =
    [
        "Ota.*",
        "Grpc.AspNetCore.Server",
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Server.Kestrel",
        "Npgsql",
        "System.Runtime",
    ];

    public static bool Includes(string meter) => Names.Any(name =>
        name.EndsWith(".*", StringComparison.Ordinal) ? meter.StartsWith(name[..^1], StringComparison.Ordinal) : meter == name);
}

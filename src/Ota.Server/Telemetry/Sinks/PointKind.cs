namespace Ota.Server.Telemetry.Sinks;

/// <summary>The types that line protocol can tell apart.</summary>
internal enum PointKind : byte
{
    Integer,
    Double,
    Single,
    Boolean,
    Text,
}

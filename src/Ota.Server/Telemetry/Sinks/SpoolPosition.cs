namespace Ota.Server.Telemetry.Sinks;

/// <summary>A place between two frames.</summary>
internal readonly record struct SpoolPosition(long Segment, long Offset)
{
    public bool IsAfter(SpoolPosition other) => Segment > other.Segment || (Segment == other.Segment && Offset > other.Offset);
}

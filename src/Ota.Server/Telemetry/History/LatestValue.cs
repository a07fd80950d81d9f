using Ota.Core.Telemetry.Chunks;

namespace Ota.Server.Telemetry.History;

/// <summary>A value of a signal: bits of its <see cref="ColumnKind"/>, or a text.</summary>
internal readonly record struct LatestValue(uint Signal, long Time, ColumnKind Kind, long Bits, string? Text)
{
    /// <summary>
    /// Whether this one is kept of the two. Of the same time it is the larger: any rule would do that gives the same answer in
    /// whatever order messages come.
    /// </summary>
    public bool IsNewerThan(in LatestValue other)
    {
        if (Time != other.Time) return Time > other.Time;
        if (Kind != other.Kind) return Kind > other.Kind;
        return Bits != other.Bits ? Bits > other.Bits : string.CompareOrdinal(Text, other.Text) > 0;
    }
}
